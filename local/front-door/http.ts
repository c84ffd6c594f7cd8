// A request and an answer of the gateway, apart from how they come over the wire.

export interface GatewayRequest {
  readonly method: string;
  /** As sent: percent-encoded, with the stage, without the query. */
  readonly path: string;
  readonly query: readonly Pair[];
  readonly headers: readonly Pair[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: string;
}

/** Whether a status can be the last word: after one below 200 its caller waits for another. */
export const isFinal = (status: number): boolean => Number.isInteger(status) && status >= 200 && status <= 599;

export type Pair = readonly [name: string, value: string];

/** The last value that was sent under a name, which for headers has no case. */
export function headerOf({ headers }: { readonly headers: readonly Pair[] }, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.findLast(([each]) => each.toLowerCase() === wanted)?.[1];
}

export const queryOf = ({ query }: Pick<GatewayRequest, 'query'>, name: string): string | undefined =>
  query.findLast(([each]) => each === name)?.[1];

/** "application/json; charset=utf-8" is application/json; nothing said means that too. */
export const mediaTypeOf = (contentType: string | undefined): string =>
  contentType?.split(';')[0]?.trim().toLowerCase() || 'application/json';

/** Every value under its name, names in the order of their first. No object, as callers may name what every object has. */
export function grouped(pairs: readonly Pair[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [value]);
    else known.push(value);
  }
  return groups;
}

/** A header that is there already is replaced, whatever its case. */
export function withHeaders(headers: readonly Pair[], more: readonly Pair[]): readonly Pair[] {
  const names = new Set(more.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...more];
}
