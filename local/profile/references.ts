// Template values to the logical ids that they refer to, and where.
import { isObject } from '../json.ts';

export interface Reference {
  /** Keys and indices from the value to the intrinsic function. */
  readonly at: readonly (string | number)[];
  readonly to: string;
}

/** Every Ref, Fn::GetAtt and name in an Fn::Sub, pseudo parameters among them. */
export function referencesIn(value: unknown, at: Reference['at'] = []): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, [...at, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const direct = namedBy(key, inner).map((to) => ({ at, to }));
    return [...direct, ...referencesIn(inner, [...at, key])];
  });
}

/** Logical id that a value is an attribute of, or the Ref of; undefined where it is no such function. */
export function targetOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0 || entry[0] === 'Fn::Sub') return undefined;
  return namedBy(...entry)[0];
}

function namedBy(key: string, value: unknown): readonly string[] {
  if (key === 'Ref') return typeof value === 'string' ? [value] : [];
  if (key === 'Fn::GetAtt') {
    const first = Array.isArray(value) ? value[0] : String(value).split('.')[0];
    return typeof first === 'string' ? [first] : [];
  }
  if (key !== 'Fn::Sub') return [];
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text !== 'string') return [];
  const own = Array.isArray(value) && isObject(value[1]) ? Object.keys(value[1]) : [];
  const names = [...text.matchAll(/\$\{([^!}][^}.]*)(?:\.[^}]*)?\}/g)].flatMap(([, name]) => name ?? []);
  return names.filter((name) => !own.includes(name));
}
