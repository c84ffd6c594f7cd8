// What arrives on an arrow to the executions that are at work on it, and to those that Lambda allows it.
import { type Figure, formula } from '../../compiler/figures.ts';
import type { Load } from '../../compiler/plan/plan.ts';
import type { ArrowLoad, SizingContext } from '../service.ts';
import { pollingOf } from './polling.ts';
import type { Settings } from './settings.ts';

export type Context = SizingContext<Settings>;

/** Executions at work at once: calls and records, each times what it takes. */
export const busyOn = (load: Load, { duration }: Pick<Settings, 'duration'>): Figure =>
  formula('executions', 'calls * perBatch + records * perEvent', {
    calls: load.requestsPerSecond,
    perBatch: duration.perBatch,
    records: load.recordsPerSecond,
    perEvent: duration.perEvent,
  });

/** Executions to which Lambda holds an arrow: batches in work for each lane, or what a queue's mapping may have. */
export function allowedOn({ connection }: ArrowLoad, lanes: Figure): Figure | undefined {
  if (!connection.does.some((verb) => verb === 'feed' || verb === 'push')) return undefined;
  const { parallel, maxConcurrency } = pollingOf(connection);
  if (maxConcurrency !== undefined) return maxConcurrency;
  return parallel && formula('executions', 'lanes * parallel', { lanes, parallel });
}
