// What arrives at a function to the executions that it needs, its use of AWS's limits, and its cost.
import { type Figure, formula, month, sum } from '../../compiler/figures.ts';
import type { CostLine, Hop } from '../../compiler/plan/plan.ts';
import { largest } from '../kit/limits.ts';
import type { Sizing } from '../service.ts';
import { allowedOn, busyOn, type Context } from './executions.ts';
import { limits } from './limits.ts';

export function size(context: Context): Sizing {
  const { settings, inflow, incoming } = context;
  const busy = sum('executions', [busyOn(inflow, settings)]);
  const most = sum(
    'executions',
    incoming.map((arrow) => allowedOn(arrow, context.partitionsOf(arrow.other.id)) ?? busyOn(arrow.load, settings)),
  );
  return {
    capacity: [
      { label: 'Calls', figure: inflow.requestsPerSecond },
      { label: 'Records', figure: inflow.recordsPerSecond },
      { label: 'Executions at work', figure: busy },
      { label: 'Most executions that its sources ask for', figure: largest('executions', [most, busy]) },
      { label: 'Memory', figure: settings.memory },
    ],
    limits: limits(context, busy, most),
    cost: cost(context, busy),
  };
}

function cost({ inflow, settings, fact }: Context, busy: Figure): readonly CostLine[] {
  return [
    {
      label: 'Calls',
      usage: true,
      monthlyUsd: formula('USD/month', 'calls * month * price', {
        calls: inflow.requestsPerSecond,
        month,
        price: fact('requests'),
      }),
    },
    {
      label: 'Time of execution, by memory',
      usage: true,
      monthlyUsd: formula('USD/month', 'executions * month * memory * price', {
        executions: busy,
        month,
        memory: settings.memory,
        price: fact('gbSecondArmTier1'),
      }),
    },
  ];
}

/** What the model says of the whole passage, or the start of an invocation: the median is warm, the slowest percent cold. */
export function hop({ settings, fact }: Context): Hop {
  const { latency } = settings;
  if (latency !== undefined) return { label: 'its own code', ...latency };
  const warm = fact('warmInvokeOverheadP50');
  return {
    label: 'start of an invocation, the slowest percent cold',
    p50: warm,
    p99: formula('s', 'warm + cold', { warm, cold: fact('coldStartNodeBundledP99') }),
  };
}
