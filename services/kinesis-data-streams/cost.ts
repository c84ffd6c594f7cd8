// What a stream carries to what a month of it costs.
import { definition, type Figure, formula, month, sum } from '../../compiler/figures.ts';
import type { CostLine, Flow } from '../../compiler/plan/plan.ts';
import { type Context, readers } from './shards.ts';

const day = definition(86400, 's', 'the first day of retention is paid with the ingest');
const week = definition(7 * 86400, 's', 'a week is the end of extended retention');

/** Bytes by which a stream is billed: each record is rounded up. */
function billedBytes({ inflow, fact }: Context): Figure {
  const billed = (flow: Flow): Figure =>
    formula('B/s', 'records * ceil(size / increment) * increment', {
      records: flow.recordsPerSecond,
      size: flow.bytesPerRecord,
      increment: fact('onDemandIngestIncrement'),
    });
  return sum('B/s', inflow.flows.map(billed));
}

export function cost(context: Context, shards: Figure): readonly CostLine[] {
  return context.settings.mode === 'on-demand' ? onDemandCost(context) : provisionedCost(context, shards);
}

function onDemandCost(context: Context): readonly CostLine[] {
  const { fact, settings } = context;
  const { polling, pushed } = readers(context);
  const bytes = billedBytes(context);
  const usd = (label: string, text: string, inputs: Readonly<Record<string, Figure>>, usage = true): CostLine => ({
    label,
    monthlyUsd: formula('USD/month', text, { month, ...inputs }),
    usage,
  });
  return [
    usd('Stream hours', 'month * price', { price: fact('onDemandStreamHour') }, false),
    usd('Ingest', 'bytes * month * price', { bytes, price: fact('onDemandIngest') }),
    usd('Retrieval by polling', 'bytes * readers * month * price', {
      bytes,
      readers: polling,
      price: fact('onDemandRetrieval'),
    }),
    usd('Retrieval by enhanced fan-out', 'bytes * consumers * month * price', {
      bytes,
      consumers: pushed,
      price: fact('onDemandEfoRetrieval'),
    }),
    usd('Retention beyond a day', 'bytes * max(0, min(retention, week) - day) * month * price', {
      bytes,
      retention: settings.retention,
      week,
      day,
      price: fact('onDemandExtendedRetention'),
    }),
    usd('Retention beyond a week', 'bytes * max(0, retention - week) * month * price', {
      bytes,
      retention: settings.retention,
      week,
      price: fact('onDemandLongTermRetention'),
    }),
  ];
}

function provisionedCost(context: Context, shards: Figure): readonly CostLine[] {
  const { fact, inflow, settings } = context;
  const { pushed } = readers(context);
  const bytes = inflow.bytesPerSecond;
  const units = sum(
    'units/s',
    inflow.flows.map((flow) =>
      formula('units/s', 'records * ceil(size / unit)', {
        records: flow.recordsPerSecond,
        size: flow.bytesPerRecord,
        unit: fact('putPayloadUnitBytes'),
      }),
    ),
  );
  const longer = settings.retention.value > day.value;
  return [
    {
      label: 'Shard hours',
      monthlyUsd: formula('USD/month', 'shards * month * price', { shards, month, price: fact('shardHour') }),
      usage: false,
    },
    {
      label: 'Put payload units',
      monthlyUsd: formula('USD/month', 'units * month * price', { units, month, price: fact('putPayloadUnits') }),
      usage: true,
    },
    {
      label: 'Enhanced fan-out',
      monthlyUsd: formula('USD/month', 'consumers * month * (shards * shardPrice + bytes * bytePrice)', {
        consumers: pushed,
        month,
        shards,
        shardPrice: fact('efoConsumerShardHour'),
        bytes,
        bytePrice: fact('efoDataProvisioned'),
      }),
      usage: true,
    },
    ...(longer
      ? [
          {
            label: 'Retention beyond a day',
            monthlyUsd: formula(
              'USD/month',
              'shards * month * shardPrice + bytes * max(0, retention - week) * month * price',
              {
                shards,
                month,
                shardPrice: fact('extendedRetentionProvisioned'),
                bytes,
                retention: settings.retention,
                week,
                price: fact('longTermRetentionProvisioned'),
              },
            ),
            usage: false,
          },
        ]
      : []),
  ];
}
