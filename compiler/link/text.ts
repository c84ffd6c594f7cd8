// Words of the model: reading them from loosely checked data, and putting figures into sentences.
import { isObject } from '../source/source.ts';
import { capital, spaced } from '../wording.ts';

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
export const inWords = (id: string): string => capital(spaced(id));
