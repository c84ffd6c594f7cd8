// What a delivery carries to its limits, cost and time.
import { definition, formula, month } from '../../compiler/figures.ts';
import type { Hop } from '../../compiler/plan/plan.ts';
import { billedBytesPerSecond } from '../kit/chunks.ts';
import { largest, limitUse } from '../kit/limits.ts';
import type { MoveContext, Sizing, SizingContext } from '../service.ts';
import type { FirehoseSettings } from './settings.ts';

export function size(context: SizingContext<FirehoseSettings>): Sizing {
  const { inflow, settings, fact } = context;
  const billed = billedBytesPerSecond(inflow.flows, fact('billingIncrement'));
  const perGigabyte = (label: string, price: string): Sizing['cost'][number] => ({
    label,
    usage: true,
    monthlyUsd: formula('USD/month', 'billed * month * price', { billed, month, price: fact(price) }),
  });
  return {
    capacity: [
      { label: 'Bytes taken in', figure: inflow.bytesPerSecond },
      { label: 'Bytes billed, each record rounded up', figure: billed },
      { label: 'Delivered at the latest after', figure: settings.every },
    ],
    limits: [
      limitUse({
        id: 'recordSize',
        label: 'Largest record',
        used: largest(
          'B/record',
          inflow.flows.map(({ bytesPerRecord }) => bytesPerRecord),
        ),
        limit: fact('maxRecordSize'),
        above: 'The record is not delivered and an alarm says so.',
      }),
    ],
    cost: [
      perGigabyte('Ingestion', 'ingestFirst500Tb'),
      ...(settings.format === 'parquet' ? [perGigabyte('Conversion to Parquet', 'formatConversion')] : []),
    ],
  };
}

const half = definition(2, '', 'a record comes in halfway on average');

/** A record waits for the buffer: half of it on average, all of it at worst. */
export const hop = ({ settings }: SizingContext<FirehoseSettings>): Hop => ({
  label: 'delivery buffer',
  p50: formula('s', 'every / half', { every: settings.every, half }),
  p99: settings.every,
});

/** Reading asks every shard at a fixed rate, whatever comes. */
export const reads = ({ partitions, fact }: MoveContext<FirehoseSettings>) =>
  formula('requests/s', 'shards * rate', { shards: partitions, rate: fact('kinesisSourcePollRate') });

export const readHop = ({ fact }: MoveContext<FirehoseSettings>): Hop => ({
  label: 'poll of the stream',
  p50: formula('s', '1 / rate / half', { rate: fact('kinesisSourcePollRate'), half }),
  p99: formula('s', '1 / rate', { rate: fact('kinesisSourcePollRate') }),
});

const unchanged = definition(1, '', 'bytes are delivered as they came');

/** Objects a second: one an interval, or more where the buffer fills sooner; never more than there are records. */
export const objects = ({ settings, connection, recordsPerSecond, bytesPerSecond }: MoveContext<FirehoseSettings>) =>
  formula('requests/s', 'min(records, max(1 / every, bytes / ratio / size))', {
    records: recordsPerSecond,
    every: settings.every,
    bytes: bytesPerSecond,
    ratio: connection.ratio ?? unchanged,
    size: settings.size,
  });
