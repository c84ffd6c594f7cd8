// What arrives at a table to the write and read units that it takes.
import { definition, type Figure, formula, sum } from '../../compiler/figures.ts';
import type { Flow } from '../../compiler/plan/plan.ts';
import type { ArrowLoad, SizingContext } from '../service.ts';
import { fieldName, type Settings } from './settings.ts';

export type Context = SizingContext<Settings>;

const writing: ReadonlySet<string> = new Set(['write', 'update', 'put']);
const wholeShare = definition(1, '', 'every item is in the index');

export const writesItems = ({ connection }: ArrowLoad): boolean => connection.does.some((verb) => writing.has(verb));

/** Items of a transaction cost twice as much; its reads are made before it, and cost what they always do. */
const transactional = ({ connection }: ArrowLoad): boolean => connection.together !== undefined;

/** Write units of one event on an arrow, in the table itself. An item costs a unit for each kilobyte that it begins. */
function writeUnits({ fact }: Context, arrow: ArrowLoad, flow: Flow): Figure {
  const inputs = { items: flow.recordsPerSecond, size: flow.bytesPerRecord, unit: fact('wcuBytes') };
  const text = 'items * max(1, ceil(size / unit))';
  return transactional(arrow)
    ? formula('units/s', `${text} * transaction`, { ...inputs, transaction: fact('transactionUnitFactor') })
    : formula('units/s', text, inputs);
}

/** How many copies of an item there are in indexes: the sum of the shares that they hold. */
export function indexedCopies({ settings }: Context): Figure | undefined {
  const indexes = Object.values(settings.indexes ?? {});
  return indexes.length === 0
    ? undefined
    : sum(
        '',
        indexes.map((index) => index.share ?? wholeShare),
      );
}

/** Write units a second, the indexes' included. */
export function writesPerSecond(context: Context): Figure {
  const units = sum(
    'units/s',
    context.incoming
      .filter(writesItems)
      .flatMap((arrow) => arrow.load.flows.map((flow) => writeUnits(context, arrow, flow))),
  );
  const copies = indexedCopies(context);
  return copies === undefined ? units : formula('units/s', 'units * (1 + copies)', { units, copies });
}

/**
 * Read units a second. A `read` gets one item, a `read-batch` many, each counted by itself; both are strongly consistent,
 * because what they read decides what is written. `query` and `scan` are eventually consistent and cost half. A query is
 * rounded up as a whole, a scan by the bytes it passes.
 */
export function readsPerSecond(context: Context): Figure {
  const { fact } = context;
  const unit = fact('rcuBytes');
  const eventual = fact('eventualReadPercent');
  const parts = context.incoming.flatMap(({ connection, load }) =>
    connection.does.flatMap((verb) =>
      load.flows.flatMap((flow): readonly Figure[] => {
        const inputs = { items: flow.recordsPerSecond, size: flow.bytesPerRecord, unit };
        switch (verb) {
          case 'read':
          case 'read-batch':
            return [formula('units/s', 'items * max(1, ceil(size / unit))', inputs)];
          case 'query':
            return [formula('units/s', 'items * max(1, ceil(size / unit)) * eventual', { ...inputs, eventual })];
          case 'scan':
            return [formula('units/s', 'items * size / unit * eventual', { ...inputs, eventual })];
          default:
            return [];
        }
      }),
    ),
  );
  return sum('units/s', parts);
}

/** Write units on the partition of the hottest key, where that share is known: said by the table, or by the event whose key it shares. */
export function hottestWrites(context: Context): readonly Figure[] {
  const { settings, architecture } = context;
  const field = fieldName(settings.key.partition);
  return context.incoming.filter(writesItems).flatMap((arrow) =>
    arrow.load.flows.flatMap((flow): readonly Figure[] => {
      const event = architecture.workload.events.get(flow.event);
      const hottest = settings.key.hottest ?? (event?.key === field ? event.hottest : undefined);
      return hottest === undefined
        ? []
        : [formula('units/s/partition', 'units * hottest', { units: writeUnits(context, arrow, flow), hottest })];
    }),
  );
}

/** Shards of the change stream: one for each partition, of which there is one for each thousand write units. Before arrows are known. */
export function partitions({ inflow, fact, architecture, component }: Context): Figure {
  const inTransaction = [...architecture.connections.values()].some(
    (each) => each.to === component.id && each.together !== undefined,
  );
  const units = sum(
    'units/s',
    inflow.flows.map((flow) =>
      formula(
        'units/s',
        inTransaction ? 'items * max(1, ceil(size / unit)) * transaction' : 'items * max(1, ceil(size / unit))',
        {
          items: flow.recordsPerSecond,
          size: flow.bytesPerRecord,
          unit: fact('wcuBytes'),
          ...(inTransaction ? { transaction: fact('transactionUnitFactor') } : {}),
        },
      ),
    ),
  );
  return formula('shards', 'max(1, ceil(units / perPartition))', { units, perPartition: fact('partitionWrite') });
}
