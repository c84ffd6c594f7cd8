// Values and paths to words for messages.
import type { Path } from '../findings.ts';
import { exampleOf, isQuantityType } from '../quantities/types.ts';
import { isObject } from '../source/source.ts';
import { quoted } from '../wording.ts';

/** `"abc"`, `5`, `a list`. */
export function whatIs(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a group of keys';
  return String(value);
}

/** What a key is for and what may stand there, as its schema says: description, words to choose from, form, unit. */
export function meaningOf(schema: unknown): string {
  if (!isObject(schema)) return '';
  const { description, required, properties } = schema;
  const type = schema['x-quantity'];
  const keys = Array.isArray(required) ? required.map(String) : Object.keys(isObject(properties) ? properties : {});
  const parts = [
    typeof description === 'string' ? description : '',
    Array.isArray(schema.enum) ? `One of: ${listed(schema.enum.map(String), 20)}.` : '',
    schema.type === 'object' && keys.length > 0 ? `In the form { ${keys.map((key) => `${key}: …`).join(', ')} }.` : '',
    // Where anything goes, an example would mislead.
    isQuantityType(type) && type !== 'any' && !String(description).includes('e.g.')
      ? `Like ${schema.default ?? exampleOf(type)}.`
      : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

export function listed(words: readonly string[], most: number): string {
  if (words.length === 0) return 'none';
  const shown = words.slice(0, most).join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}

/** A path as prose: `component "orderApi"`, `"retention" of component "orderStream"`, `connection 3`. */
export function nameOf(path: Path): string {
  const [first, second, ...rest] = path;
  if (first === undefined) return 'the model';
  if (second === undefined) return quoted(String(first));
  const [third, fourth, ...deeper] = rest;
  if (first === 'workload' && third !== undefined) {
    return within(
      fourth === undefined ? [] : [fourth, ...deeper],
      `${singular(String(second))} ${quoted(String(third))}`,
    );
  }
  const thing =
    typeof second === 'number'
      ? `${singular(String(first))} ${second + 1}`
      : `${singular(String(first))} ${quoted(String(second))}`;
  return within(rest, first === 'workload' ? `"${second}" of the workload` : thing);
}

function within(rest: Path, thing: string): string {
  const keys = rest.map((step) => (typeof step === 'number' ? `entry ${step + 1}` : quoted(String(step))));
  return [...keys.reverse(), thing].join(' of ');
}

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/s$/, '');
