// The sentences of a model that carry figures, with the placeholders that each may and must hold.
import type { Path } from '../findings.ts';
import { isObject, type PlainObject, valueAt } from '../source/source.ts';
import type { CheckContext } from './check.ts';

export interface Statement {
  readonly path: Path;
  readonly text: string;
  /** Placeholders that it may hold; the first must be there. None: it is a plain sentence. */
  readonly placeholders: readonly string[];
}

const ofObjective: Readonly<Record<string, readonly string[]>> = {
  latency: ['p99', 'p50'],
  availability: ['monthly'],
  durability: ['zones'],
  cost: ['monthly'],
};

export function statementsOf({ source }: CheckContext): readonly Statement[] {
  const at = (
    path: Path,
    placeholders: (value: PlainObject) => readonly string[] | undefined,
  ): readonly Statement[] => {
    const entries = valueAt(source.value, path);
    return Object.entries(isObject(entries) ? entries : {}).flatMap(([id, value]) => {
      const known = isObject(value) ? placeholders(value) : undefined;
      if (!isObject(value) || typeof value.statement !== 'string' || known === undefined) return [];
      return [{ path: [...path, id, 'statement'], text: value.statement, placeholders: known }];
    });
  };
  return [
    ...at(['assumptions'], () => ['value']),
    ...at(['objectives'], ({ kind }) =>
      typeof kind === 'string' && Object.hasOwn(ofObjective, kind) ? ofObjective[kind] : undefined,
    ),
    ...at(['workload', 'scenarios'], () => []),
  ];
}
