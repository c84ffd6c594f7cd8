// The stream: shards, limits and cost against the figures of the design, its resource, its settings.
import { describe, expect, it } from 'vitest';
import { kinesisDataStreams } from '../../services/kinesis-data-streams/index.ts';
import { architecture, component, connection, event, figure, load } from './support/model.ts';
import { alarmOf, observed } from './support/observed.ts';
import { lineUsd, monthlyUsd, type SizingCase, shareOf, sized, sizingContext } from './support/sizing.ts';
import { template } from './support/stack.ts';

const day = 86400;
const bookings = 20e6 / (1.8 * 2.2) / 31.536e6;
const searches = bookings * 100;

const reader = (id: string, does: 'feed' | 'push') => ({
  connection: connection('self', id, does),
  load: load([]),
  other: component(id, 'reader'),
});
const three = [reader('a', 'feed'), reader('b', 'feed'), reader('c', 'feed')];

const searchStream = (factor: number): SizingCase => ({
  settings: { mode: 'on-demand', retention: figure(2 * day, 's') },
  inflow: load([{ event: 'search', rate: searches * factor, size: 800 }]),
  outgoing: three,
  events: [event('search', { key: 'visitorId', hottest: figure(0.001) })],
});
const bookingStream: SizingCase = {
  settings: { mode: 'on-demand', retention: figure(7 * day, 's') },
  inflow: load([
    { event: 'booking', rate: bookings * 1.2, size: 2000 },
    { event: 'cancellation', rate: bookings * 0.12, size: 900 },
  ]),
  outgoing: [reader('updater', 'push'), ...three],
};
const lanes = (of: SizingCase) => kinesisDataStreams.partitions?.(sizingContext(kinesisDataStreams, of)).value;

describe('shards', () => {
  it.each([
    ['average', 1, 1, 4],
    ['sale', 25, 1, 4],
    ['sale in year 3', 25 * 2.744, 2, 4],
    ['hundredfold', 100, 3, 4],
    ['sale at a hundred times', 2500, 58, 58],
  ])('%s needs what the design says', (_name, factor, needed, had) => {
    const of = searchStream(factor);
    expect(sized(kinesisDataStreams, of).capacity.find(({ label }) => label === 'Shards needed')?.figure.value).toBe(
      needed,
    );
    expect(lanes(of)).toBe(had);
  });

  it('are what the model says of a provisioned stream', () => {
    const settings = { mode: 'provisioned', retention: figure(day, 's'), shards: figure(2) };
    expect(lanes({ ...searchStream(1), settings })).toBe(2);
  });
});

describe('cost', () => {
  it('of the search stream is 38 USD a month', () => {
    expect(monthlyUsd(sized(kinesisDataStreams, searchStream(1)))).toBeCloseTo(37.76, 1);
  });
  it('of the booking stream is 29 USD a month, with enhanced fan-out for 5 cents', () => {
    const sizing = sized(kinesisDataStreams, bookingStream);
    expect(monthlyUsd(sizing)).toBeCloseTo(29.49, 1);
    expect(lineUsd(sizing, 'Retrieval by enhanced fan-out')).toBeCloseTo(0.053, 2);
  });
  it('of searches at a hundred times is 885 USD a month', () => {
    expect(Math.round(monthlyUsd(sized(kinesisDataStreams, searchStream(100))))).toBe(885);
  });
  it('of retention beyond a week takes the lower rate for the rest', () => {
    const settings = { mode: 'on-demand', retention: figure(37 * day, 's') };
    const sizing = sized(kinesisDataStreams, { ...searchStream(1), settings });
    const gigabyteDay = (searches * 1000 * day) / 1e9;
    expect(lineUsd(sizing, 'Retention beyond a day')).toBeCloseTo(gigabyteDay * 6 * 0.1, 4);
    expect(lineUsd(sizing, 'Retention beyond a week')).toBeCloseTo(gigabyteDay * 30 * 0.023, 4);
  });
  it('of two provisioned shards is 51.7 USD a month with 48 hours of retention', () => {
    const settings = { mode: 'provisioned', retention: figure(2 * day, 's'), shards: figure(2) };
    expect(monthlyUsd(sized(kinesisDataStreams, { ...searchStream(1), settings }))).toBeCloseTo(51.7, 1);
  });
});

describe('limits', () => {
  const sale = sized(kinesisDataStreams, searchStream(25));
  it.each([
    ['coldRecords', 0.1],
    ['coldBytes', 0.08],
    ['onDemandMaximum', 3.2e-5],
    ['polls', 0.6],
    ['hottestKey.search', 0.0004],
    ['recordSize', 0.00076],
  ])('%s', (id, share) => {
    expect(shareOf(sale, id) / share).toBeCloseTo(1, 1);
  });
  it('outside the large Regions an on-demand stream ends at 200 MB/s', () => {
    const far = sized(kinesisDataStreams, { ...searchStream(25), region: 'eu-north-1' });
    expect(shareOf(far, 'onDemandMaximum') / shareOf(sale, 'onDemandMaximum')).toBeCloseTo(50, 5);
  });
  it('only what a new stream takes is cold', () => {
    expect(sale.limits.filter((limit) => limit.cold).map((limit) => limit.id)).toEqual(['coldRecords', 'coldBytes']);
  });
});

describe('settings', () => {
  const check = (settings: object) =>
    kinesisDataStreams
      .check?.(component('stream', 'kinesis-data-streams', settings), settings, architecture({ components: [] }))
      .map((each) => each.path.at(-1));
  it.each([
    [{ mode: 'on-demand', retention: figure(7 * day) }, []],
    [{ mode: 'on-demand', retention: figure(3600) }, ['retention']],
    [{ mode: 'on-demand', retention: figure(366 * day) }, ['retention']],
    [{ mode: 'on-demand', retention: figure(day + 60) }, ['retention']],
    [{ mode: 'provisioned', retention: figure(day) }, ['mode']],
    [{ mode: 'on-demand', retention: figure(day), shards: figure(2) }, ['shards']],
    [{ mode: 'provisioned', retention: figure(day), shards: figure(1.5) }, ['shards']],
  ])('%j', (settings, keys) => {
    expect(check(settings)).toEqual(keys);
  });
});

describe('resource', () => {
  const of = (settings: object) =>
    architecture({ components: [component('orderStream', 'kinesis-data-streams', settings)] });
  const onDemand = of({ mode: 'on-demand', retention: figure(7 * day) });

  it('is encrypted, on-demand, kept in prod', () => {
    template(onDemand, [kinesisDataStreams]).hasResource('AWS::Kinesis::Stream', {
      Properties: {
        RetentionPeriodHours: 168,
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
        StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      },
      DeletionPolicy: 'Retain',
    });
  });
  it('goes with the stack in dev', () => {
    template(onDemand, [kinesisDataStreams], { stage: 'dev' }).hasResource('AWS::Kinesis::Stream', {
      DeletionPolicy: 'Delete',
    });
  });
  it('has the shards that a provisioned stream is given', () => {
    template(of({ mode: 'provisioned', retention: figure(day), shards: figure(3) }), [
      kinesisDataStreams,
    ]).hasResourceProperties('AWS::Kinesis::Stream', {
      ShardCount: 3,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
  });
  it('pages when puts are throttled in two of three minutes', () => {
    expect(alarmOf(observed(onDemand, [kinesisDataStreams]), 'orderStream', 'throttledPuts')).toMatchObject({
      threshold: 0,
      comparison: 'above',
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      severity: 'page',
    });
  });
});
