// One night's work: seats held against seats sold, and yesterday's figures against the lake. Only both make it done.

import { errorName } from '../common/dynamo.ts';
import type { Dependencies } from './dependencies.ts';
import { findDrift } from './inventory.ts';
import { recount } from './recount.ts';

export function createHandler(dependencies: Dependencies) {
  const { logger, metrics } = dependencies;
  const steps = [
    async () => {
      const drifted = await findDrift(dependencies);
      // Zero is said too: a proof that nobody ran looks the same as one that found nothing.
      metrics.addMetric('InventoryDrift', 'Count', drifted.length);
      if (drifted.length > 0) logger.error('inventory drifts', { flights: drifted.slice(0, 20), all: drifted.length });
    },
    async () => {
      const corrected = await recount(dependencies);
      metrics.addMetric('FiguresCorrected', 'Count', corrected);
    },
  ];
  return async (_event: unknown): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of steps) {
      // One that fails must not keep the other from its proof.
      await step().catch((error: unknown) => {
        logger.error('reconciliation failed', { cause: errorName(error) });
        failures.push(error);
      });
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not reconciled');
    metrics.addMetric('ReconcileDone', 'Count', 1);
  };
}
