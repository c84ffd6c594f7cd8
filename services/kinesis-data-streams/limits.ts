// What a stream carries to its use of AWS's limits.
import { definition, type Figure, formula } from '../../compiler/figures.ts';
import type { LimitUse } from '../../compiler/plan/plan.ts';
import { largest, limitUse } from '../kit/limits.ts';
import { type Context, readers, shardsAtFirst } from './shards.ts';

const pollsPerReader = definition(
  1,
  'calls/s/shard/reader',
  'a Lambda mapping or a delivery polls each shard once a second',
);

/** Regions whose on-demand streams go up to 10 GB/s at once. */
const largeRegions: ReadonlySet<string> = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);

export function limits(context: Context, shards: Figure): readonly LimitUse[] {
  const { inflow, fact, settings } = context;
  const { polling, pushed } = readers(context);
  const perStream = settings.mode === 'on-demand' ? onDemandLimits(context) : provisionedLimits(context, shards);
  return [
    ...perStream,
    ...hottestKeys(context),
    limitUse({
      id: 'recordSize',
      label: 'Size of a record',
      used: largest(
        'B/record',
        inflow.flows.map((flow) => flow.bytesPerRecord),
      ),
      limit: fact('defaultMaxRecordSize'),
      above: 'The put is refused.',
    }),
    limitUse({
      id: 'polls',
      label: 'Polls of a shard',
      used: formula('calls/s/shard', 'readers * polls', { readers: polling, polls: pollsPerReader }),
      limit: fact('getRecordsTpsPerShard'),
      above: 'Readers are throttled and fall behind; give the one in a hurry enhanced fan-out.',
    }),
    limitUse({
      id: 'sharedRead',
      label: 'Bytes polled from a shard',
      used: formula('B/s/shard', 'bytes * readers / shards', {
        bytes: inflow.bytesPerSecond,
        readers: polling,
        shards,
      }),
      limit: fact('shardReadBytes'),
      above: 'Readers share the bandwidth and fall behind; give some of them enhanced fan-out.',
    }),
    limitUse({
      id: 'fanOutConsumers',
      label: 'Consumers with enhanced fan-out',
      used: pushed,
      limit: fact('efoConsumersStandard'),
      above: 'A further consumer cannot be registered.',
    }),
  ];
}

const coldAbove =
  'Puts are throttled and senders repeat; an on-demand stream doubles what it takes within some 15 minutes. Before a known peak beyond it, switch to provisioned shards for the day: only On-demand Advantage can be warmed.';

function onDemandLimits(context: Context): readonly LimitUse[] {
  const { inflow, fact, component } = context;
  const most = largeRegions.has(component.region ?? '') ? 'onDemandMaxWriteUsEast1' : 'onDemandMaxWriteOtherRegions';
  return [
    limitUse({
      id: 'coldRecords',
      label: 'Records a new stream takes',
      used: inflow.recordsPerSecond,
      limit: formula('records/s', 'shards * recordsPerShard', {
        shards: shardsAtFirst(context),
        recordsPerShard: fact('shardWriteRecords'),
      }),
      cold: true,
      above: coldAbove,
    }),
    limitUse({
      id: 'coldBytes',
      label: 'Bytes a new stream takes',
      used: inflow.bytesPerSecond,
      limit: fact('onDemandDefaultWrite'),
      cold: true,
      above: coldAbove,
    }),
    limitUse({
      id: 'onDemandMaximum',
      label: 'Bytes an on-demand stream can grow to',
      used: inflow.bytesPerSecond,
      limit: fact(most),
      above: 'Puts are throttled until AWS raises the quota or the events are spread over several streams.',
    }),
  ];
}

function provisionedLimits({ inflow, fact }: Context, shards: Figure): readonly LimitUse[] {
  const above = 'Puts are throttled and senders repeat; raise the number of shards.';
  return [
    limitUse({
      id: 'shardRecords',
      label: 'Records the shards take',
      used: inflow.recordsPerSecond,
      limit: formula('records/s', 'shards * recordsPerShard', { shards, recordsPerShard: fact('shardWriteRecords') }),
      above,
    }),
    limitUse({
      id: 'shardBytes',
      label: 'Bytes the shards take',
      used: inflow.bytesPerSecond,
      limit: formula('B/s', 'shards * bytesPerShard', { shards, bytesPerShard: fact('shardWriteBytes') }),
      above,
    }),
  ];
}

/** All records of one key go to one shard, whatever the number of shards. */
function hottestKeys({ inflow, eventsHeld, fact }: Context): readonly LimitUse[] {
  return eventsHeld.flatMap((event): readonly LimitUse[] => {
    const flow = inflow.flows.find((each) => each.event === event.id);
    if (event.hottest === undefined || flow === undefined) return [];
    const byBytes = flow.bytesPerRecord.value > fact('shardWriteBytes').value / fact('shardWriteRecords').value;
    const inputs = { records: flow.recordsPerSecond, hottest: event.hottest, size: flow.bytesPerRecord };
    return [
      limitUse({
        id: `hottestKey.${event.id}`,
        label: `Hottest ${event.key ?? 'key'} of ${event.label}`,
        used: byBytes
          ? formula('B/s/shard', 'records * hottest * size', inputs)
          : formula('records/s/shard', 'records * hottest', inputs),
        limit: fact(byBytes ? 'shardWriteBytes' : 'shardWriteRecords'),
        above: 'The shard of that key throttles, however many shards there are; choose a key that spreads.',
      }),
    ];
  });
}
