// Words of the model: reading them from loosely checked data, and putting figures into sentences.
import { isObject } from '../source/source.ts';

export function textOf(value: unknown, key: string): string | undefined {
  const text = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof text === 'string' ? text.trim() : undefined;
}

/** "$value" in a sentence becomes its words; a placeholder without words stays for a check to find. */
export function fillStatement(statement: string, words: Readonly<Record<string, string | undefined>>): string {
  return statement
    .trim()
    .replace(/\$([A-Za-z]\w*)/g, (all, name: string) => (Object.hasOwn(words, name) ? (words[name] ?? all) : all));
}

/** An id in words, where a model gives no label: "busyHour" reads "Busy hour". */
export function inWords(id: string): string {
  const spaced = id.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}
