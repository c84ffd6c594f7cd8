// What a stream carries to capacity, limits and cost.
import type { Figure } from '../../compiler/figures.ts';
import type { NamedFigure } from '../../compiler/plan/plan.ts';
import type { Sizing } from '../service.ts';
import { cost } from './cost.ts';
import { limits } from './limits.ts';
import { type Context, partitions, shardsNeeded } from './shards.ts';

export function size(context: Context): Sizing {
  const shards = partitions(context);
  return { capacity: capacity(context, shards), limits: limits(context, shards), cost: cost(context, shards) };
}

function capacity(context: Context, shards: Figure): readonly NamedFigure[] {
  return [
    { label: 'Records written', figure: context.inflow.recordsPerSecond },
    { label: 'Bytes written', figure: context.inflow.bytesPerSecond },
    { label: 'Shards needed', figure: shardsNeeded(context) },
    { label: 'Shards', figure: shards },
    { label: 'Retention', figure: context.settings.retention },
  ];
}
