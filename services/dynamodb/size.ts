// What a table takes and holds to capacity, limits and cost.
import { type Figure, formula, month } from '../../compiler/figures.ts';
import type { CostLine, NamedFigure } from '../../compiler/plan/plan.ts';
import type { Sizing } from '../service.ts';
import { limits } from './limits.ts';
import { type Context, indexedCopies, readsPerSecond, writesPerSecond } from './units.ts';

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
