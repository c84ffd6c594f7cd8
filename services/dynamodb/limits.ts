// What a table takes to its use of AWS's limits and of those that the model sets.
import { definition, type Figure, sum } from '../../compiler/figures.ts';
import type { LimitUse } from '../../compiler/plan/plan.ts';
import { largest, limitUse } from '../kit/limits.ts';
import { type Context, hottestWrites, writesItems } from './units.ts';

const coldAbove =
  'Requests are throttled; an on-demand table doubles what it takes within 30 minutes. Warm it before a known peak.';

export const limits = (context: Context, writes: Figure, reads: Figure): readonly LimitUse[] => [
  ...tableLimits(context, writes, reads),
  ...itemLimits(context),
  ...ownLimits(context, writes, reads),
];

function tableLimits({ fact, settings }: Context, writes: Figure, reads: Figure): readonly LimitUse[] {
  const quota = fact('tableThroughputOnDemand');
  return [
    limitUse({
      id: 'coldWrites',
      label: settings.warmWrites === undefined ? 'Writes a new table takes' : 'Writes the warmed table takes',
      used: writes,
      limit: settings.warmWrites ?? fact('onDemandNewTableWrites'),
      cold: true,
      above: coldAbove,
    }),
    limitUse({
      id: 'coldReads',
      label: 'Reads a new table takes',
      used: reads,
      limit: fact('onDemandNewTableReads'),
      cold: true,
      above: coldAbove,
    }),
    limitUse({
      id: 'tableWrites',
      label: 'Writes of a table',
      used: writes,
      limit: quota,
      above: 'Writes are throttled until AWS raises the quota.',
    }),
    limitUse({
      id: 'tableReads',
      label: 'Reads of a table',
      used: reads,
      limit: quota,
      above: 'Reads are throttled until AWS raises the quota.',
    }),
  ];
}

function itemLimits(context: Context): readonly LimitUse[] {
  const { fact, settings, outgoing, incoming } = context;
  const hottest = hottestWrites(context);
  const sizes = incoming.filter(writesItems).flatMap(({ load }) => load.flows.map((flow) => flow.bytesPerRecord));
  return [
    ...(hottest.length === 0
      ? []
      : [
          limitUse({
            id: 'hottestPartition',
            label: 'Writes to the hottest key',
            used: sum('units/s/partition', hottest),
            limit: fact('partitionWrite'),
            above: 'Writes to that key are throttled, however large the table; spread it over several keys.',
          }),
        ]),
    ...(sizes.length === 0
      ? []
      : [
          limitUse({
            id: 'itemSize',
            label: 'Size of an item',
            used: largest('B/item', sizes),
            limit: fact('itemSize'),
            above: 'The write is refused; keep the body in a bucket and its name in the item.',
          }),
        ]),
    ...(settings.changes === undefined
      ? []
      : [
          limitUse({
            id: 'changeReaders',
            label: 'Readers of the change stream',
            used: definition(outgoing.length, 'readers/shard', 'arrows that the change stream feeds'),
            limit: fact('streamShardReaders'),
            above: 'Readers are throttled and fall behind; fan out behind one of them.',
          }),
        ]),
  ];
}

function ownLimits({ settings }: Context, writes: Figure, reads: Figure): readonly LimitUse[] {
  return [
    ...(settings.maxWrites === undefined
      ? []
      : [
          limitUse({
            id: 'maxWrites',
            label: 'Most writes, set by the model',
            used: writes,
            limit: settings.maxWrites,
            ours: true,
            above: 'Writes are refused, to bound the cost; raise maxWrites.',
          }),
        ]),
    ...(settings.maxReads === undefined
      ? []
      : [
          limitUse({
            id: 'maxReads',
            label: 'Most reads, set by the model',
            used: reads,
            limit: settings.maxReads,
            ours: true,
            above: 'Reads are refused, to bound the cost; raise maxReads.',
          }),
        ]),
  ];
}
