// The answer to a BatchGetItem to one that leaves some of its keys out, as DynamoDB does where it throttles.
import type { Chance } from './chance.ts';

type Item = Readonly<Record<string, unknown>>;

interface Asked {
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
}

interface Answer {
  readonly Responses: Readonly<Record<string, readonly Item[]>>;
}

const isOf = (key: Item, item: Item): boolean => Object.entries(key).every(([name, value]) => item[name] === value);

/** At least one of them. */
export function leftOut(chances: Chance, { RequestItems }: Asked, { Responses }: Answer) {
  const tables = Object.entries(RequestItems).map(([table, asked]) => {
    const first = chances.int(0, asked.Keys.length - 1);
    const left = asked.Keys.filter((_, n) => n === first || chances.of(0.3));
    const found = (Responses[table] ?? []).filter((item) => !left.some((key) => isOf(key, item)));
    return { table, found, asked: { ...asked, Keys: left } };
  });
  return {
    Responses: Object.fromEntries(tables.map(({ table, found }) => [table, found])),
    UnprocessedKeys: Object.fromEntries(tables.map(({ table, asked }) => [table, asked])),
  };
}
