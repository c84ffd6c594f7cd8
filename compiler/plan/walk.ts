// What a walk through one situation looks at and leaves behind.
import type { Architecture } from '../architecture.ts';
import { definition, type Figure } from '../figures.ts';
import type { Catalogue } from '../moves.ts';
import type { Load, Situation } from './plan.ts';

/** Loads by connection, inflows by component, and the lanes in which each component is read. */
export interface Flows {
  readonly loads: ReadonlyMap<string, Load>;
  readonly inflows: ReadonlyMap<string, Load>;
  readonly partitions: ReadonlyMap<string, Figure>;
}

export interface Walk extends Flows {
  readonly architecture: Architecture;
  readonly catalogue: Catalogue;
  readonly situation: Situation;
}

export const oneLane = definition(1, 'lanes', 'one reader at a time');
