// One night's work: seats held against seats sold, and yesterday's figures against the lake. Only both make it done.

import { dayMs, secondMs } from '../common/clock.ts';
import { type Deadline, noDeadline } from '../common/deadline.ts';
import { errorName } from '../common/dynamo.ts';
import type { Dependencies } from './dependencies.ts';
import { findDrift } from './inventory.ts';
import { recount } from './recount.ts';

export interface Night {
  /** What there was no time for, in words. Empty: all is proven. */
  readonly left: readonly string[];
}

/** Enough to end a page of a scan or a few routes. */
const reserveMs = 30 * secondMs;

export function createHandler(dependencies: Dependencies) {
  const { clock, logger, metrics } = dependencies;

  const proveInventory = async (timeIsUp: () => boolean): Promise<readonly string[]> => {
    const drifted = await findDrift(dependencies, timeIsUp);
    if (drifted === undefined) return ['the proof of the inventory'];
    // Zero is said too: a proof that nobody ran looks the same as one that found nothing.
    metrics.addMetric('InventoryDrift', 'Count', drifted.length);
    if (drifted.length > 0) logger.error('inventory drifts', { flights: drifted.slice(0, 20), all: drifted.length });
    return [];
  };

  const recountYesterday = async (timeIsUp: () => boolean): Promise<readonly string[]> => {
    if (timeIsUp()) return ["yesterday's figures"];
    const until = Math.floor(clock.now() / dayMs) * dayMs;
    const { corrected, leftFrom } = await recount(dependencies, { from: until - dayMs, until }, { timeIsUp });
    metrics.addMetric('FiguresCorrected', 'Count', corrected);
    return leftFrom === undefined ? [] : [`yesterday's figures from route ${leftFrom} on`];
  };

  return async (_event: unknown, deadline: Deadline = noDeadline): Promise<Night> => {
    const timeIsUp = () => deadline.leftMs() < reserveMs;
    const left: string[] = [];
    const failures: unknown[] = [];
    for (const step of [proveInventory, recountYesterday]) {
      try {
        left.push(...(await step(timeIsUp)));
      } catch (error) {
        // One that fails must not keep the other from its proof.
        logger.error('reconciliation failed', { cause: errorName(error) });
        failures.push(error);
      }
    }
    if (left.length > 0) logger.error('out of time', { left });
    if (failures.length > 0) throw new AggregateError(failures, 'not reconciled');
    if (left.length === 0) metrics.addMetric('ReconcileDone', 'Count', 1);
    return { left };
  };
}
