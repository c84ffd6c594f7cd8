// Attributes of an item, of which the SDK knows no types, to typed values. Throws on what no handler ever writes.

export type Item = Readonly<Record<string, unknown>>;

export function numberIn(item: Item, name: string): number {
  const value = item[name];
  if (typeof value !== 'number') throw new TypeError(`attribute ${name} is not a number`);
  return value;
}

export function optionalNumberIn(item: Item, name: string): number | undefined {
  return item[name] === undefined ? undefined : numberIn(item, name);
}

export function textIn(item: Item, name: string): string {
  const value = item[name];
  if (typeof value !== 'string') throw new TypeError(`attribute ${name} is not a string`);
  return value;
}

/** An absent map is an empty one. */
export function mapIn(item: Item, name: string): Item {
  const value = item[name];
  if (value === undefined) return {};
  if (!isItem(value)) throw new TypeError(`attribute ${name} is not a map`);
  return value;
}

/** An absent map of numbers is an empty one. */
export function numbersIn(item: Item, name: string): Record<string, number> {
  const map = mapIn(item, name);
  return Object.fromEntries(Object.keys(map).map((key) => [key, numberIn(map, key)]));
}

/** An absent list of texts is an empty one. */
export function textsIn(item: Item, name: string): readonly string[] {
  const value = item[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new TypeError(`attribute ${name} is not a list`);
  return value.map((entry) => {
    if (typeof entry !== 'string') throw new TypeError(`attribute ${name} holds something else than texts`);
    return entry;
  });
}

/** An absent set of binaries is an empty one. */
export function binariesIn(item: Item, name: string): readonly Uint8Array[] {
  const value = item[name];
  if (value === undefined) return [];
  if (!(value instanceof Set)) throw new TypeError(`attribute ${name} is not a set`);
  return [...value].map((entry) => {
    if (!(entry instanceof Uint8Array)) throw new TypeError(`attribute ${name} holds something else than bytes`);
    return entry;
  });
}

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
}
