// What a table takes and holds to capacity, limits and cost.
import { definition, type Figure, formula, month, sum } from '../../compiler/figures.ts';
import type { CostLine, LimitUse, NamedFigure } from '../../compiler/plan/plan.ts';
import { largest, limitUse } from '../kit/limits.ts';
import type { Sizing } from '../service.ts';
import { type Context, hottestWrites, indexedCopies, readsPerSecond, writesItems, writesPerSecond } from './units.ts';

export function size(context: Context): Sizing {
  const writes = writesPerSecond(context);
  const reads = readsPerSecond(context);
  const stored = storedBytes(context);
  return {
    capacity: capacity(context, writes, reads, stored),
    limits: limits(context, writes, reads),
    cost: cost(context, writes, reads, stored),
  };
}

/** Bytes held: today's, grown with the load, and what indexes hold of them. */
function storedBytes(context: Context): Figure | undefined {
  const { settings, scale } = context;
  if (settings.holds === undefined) return undefined;
  const { items, size } = settings.holds;
  const copies = indexedCopies(context);
  return copies === undefined
    ? formula('B', 'items * size * scale', { items, size, scale })
    : formula('B', 'items * size * scale * (1 + copies)', { items, size, scale, copies });
}

function capacity(
  { settings }: Context,
  writes: Figure,
  reads: Figure,
  stored: Figure | undefined,
): readonly NamedFigure[] {
  return [
    { label: 'Write units', figure: writes },
    { label: 'Read units', figure: reads },
    ...(stored === undefined ? [] : [{ label: 'Stored', figure: stored }]),
    ...(settings.keeps === undefined || settings.keeps === 'forever'
      ? []
      : [{ label: 'An item lives', figure: settings.keeps }]),
  ];
}

const coldAbove =
  'Requests are throttled; an on-demand table doubles what it takes within 30 minutes. Warm it before a known peak.';

function limits(context: Context, writes: Figure, reads: Figure): readonly LimitUse[] {
  const { fact, settings, outgoing, incoming } = context;
  const hottest = hottestWrites(context);
  const sizes = incoming.filter(writesItems).flatMap(({ load }) => load.flows.map((flow) => flow.bytesPerRecord));
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

function cost(
  { fact, settings }: Context,
  writes: Figure,
  reads: Figure,
  stored: Figure | undefined,
): readonly CostLine[] {
  const perUnit = (label: string, units: Figure, price: string): CostLine => ({
    label,
    monthlyUsd: formula('USD/month', 'units * month * price', { units, month, price: fact(price) }),
    usage: true,
  });
  const perByte = (label: string, bytes: Figure, price: string): CostLine => ({
    label,
    monthlyUsd: formula('USD/month', 'bytes * month * price', { bytes, month, price: fact(price) }),
    usage: false,
  });
  return [
    perUnit('Writes', writes, 'onDemandWrite'),
    perUnit('Reads', reads, 'onDemandRead'),
    ...(stored === undefined ? [] : [perByte('Storage', stored, 'storage')]),
    ...(stored === undefined || !settings.pointInTime ? [] : [perByte('Point-in-time recovery', stored, 'pitr')]),
  ];
}
