// The table: units, limits and cost against the figures of the design, its resource, its settings.
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../compiler/architecture.ts';
import { dynamodb } from '../../services/dynamodb/index.ts';
import { kms } from '../../services/kms.ts';
import { defineService } from '../../services/service.ts';
import { architecture, component, connection, event, figure, load } from './support/model.ts';
import { alarmOf, observed } from './support/observed.ts';
import { lineUsd, monthlyUsd, type SizingCase, shareOf, sized, sizingContext } from './support/sizing.ts';
import { template } from './support/stack.ts';

const bookings = 20e6 / (1.8 * 2.2) / 31.536e6;
const sales = bookings * 1.32;
const searches = bookings * 100;

const arrow = (does: readonly string[], rate: number, size: number, more: Partial<Connection> = {}) => ({
  connection: connection('writer', 'self', '', {}, { does, ...more }),
  load: load([{ event: 'sale', rate, size }]),
  other: component('writer', 'writer'),
});
const of = (settings: object, ...incoming: SizingCase['incoming'] & object): SizingCase => ({
  settings: { key: { partition: 'id' }, pointInTime: true, ...settings },
  incoming,
});
const units = (which: 'Write units' | 'Read units', of: SizingCase): number | undefined =>
  sized(dynamodb, of).capacity.find(({ label }) => label === which)?.figure.value;
const lanes = (of: SizingCase) => dynamodb.partitions?.(sizingContext(dynamodb, of)).value;

describe('write units', () => {
  const ledger = of({}, arrow(['read', 'write'], sales, 500, { together: 'seats' }));
  const inventory = of({}, arrow(['read', 'update'], sales * 2.2, 300, { together: 'seats' }));
  it('of a sale are 6.4 over ledger and inventory, for they are one transaction', () => {
    expect((units('Write units', ledger) ?? 0) + (units('Write units', inventory) ?? 0)).toBeCloseTo(6.4 * sales, 6);
  });
  it('of a profile of 1.5 kB are 2', () => {
    const profiles = of({}, arrow(['read', 'write'], searches * 0.15 + sales * 0.15, 1500));
    expect(units('Write units', profiles)).toBeCloseTo(2 * (searches * 0.15 + sales * 0.15), 6);
  });
  it('grow by the share of the items that an index holds', () => {
    const one = arrow(['write'], 100, 500);
    expect(units('Write units', of({ indexes: { hot: { partition: 'hotKey' } } }, one))).toBe(200);
    expect(
      units('Write units', of({ indexes: { hot: { partition: 'hotKey', share: figure(0.05) } } }, one)),
    ).toBeCloseTo(105, 9);
  });
  it('are none for what is only allowed rarely', () => {
    expect(units('Write units', of({}, arrow(['query'], 100, 500, { rarely: ['update'] })))).toBe(0);
  });
});

describe('read units', () => {
  it.each([
    ['read', 500, 10],
    ['read', 4001, 20],
    ['read-batch', 500, 10],
    ['read-batch', 4001, 20],
    ['query', 4000, 5],
    ['query', 500, 5],
    ['scan', 500, 0.625],
    ['write', 500, 0],
  ])('%s of %d bytes, ten times a second: %d', (verb, size, expected) => {
    expect(units('Read units', of({}, arrow([verb], 10, size)))).toBeCloseTo(expected, 9);
  });
});

describe('limits', () => {
  const figuresInSale = sized(
    dynamodb,
    of({ maxWrites: figure(40000), changes: 'new-image' }, arrow(['update'], 173, 200)),
  );
  it.each([
    ['coldWrites', 0.04325],
    ['tableWrites', 0.004325],
    ['maxWrites', 0.004325],
    ['itemSize', 0.0005],
  ])('%s of the busiest table in a sale', (id, share) => {
    expect(shareOf(figuresInSale, id)).toBeCloseTo(share, 6);
  });
  it('the one that the model sets is ours, those of a new table are cold', () => {
    expect(figuresInSale.limits.filter((each) => each.ours).map((each) => each.id)).toEqual(['maxWrites']);
    expect(figuresInSale.limits.filter((each) => each.cold).map((each) => each.id)).toEqual([
      'coldWrites',
      'coldReads',
    ]);
  });
  it('a warmed table takes more at once', () => {
    expect(
      shareOf(sized(dynamodb, of({ warmWrites: figure(12000) }, arrow(['update'], 6000, 200))), 'coldWrites'),
    ).toBe(0.5);
  });
  it('the hottest key is known where the event has the same one', () => {
    const events = [event('sale', { key: 'id', hottest: figure(0.5) })];
    const both = { ...of({}, arrow(['write'], 100, 500)), events };
    expect(shareOf(sized(dynamodb, both), 'hottestPartition')).toBe(0.05);
    const other = { ...of({ key: { partition: 'other' } }, arrow(['write'], 100, 500)), events };
    expect(() => shareOf(sized(dynamodb, other), 'hottestPartition')).toThrow('no limit');
    const said = of({ key: { partition: 'other', hottest: figure(0.1) } }, arrow(['write'], 100, 500));
    expect(shareOf(sized(dynamodb, said), 'hottestPartition')).toBe(0.01);
  });
});

describe('change stream', () => {
  it.each([
    [14, 1],
    [1001, 2],
    [13204, 14],
  ])('at %d writes a second has %d shards', (rate, shards) => {
    expect(lanes(of({}, arrow(['update'], rate, 200)))).toBe(shards);
  });
  it('counts a transaction twice', () => {
    const twice = of({}, arrow(['write'], 600, 200, { together: 'both' }));
    expect(lanes(twice)).toBe(2);
  });
});

describe('cost', () => {
  const holds = { items: figure(1e6), size: figure(1000) };
  it('is that of writes, reads, storage and restoring', () => {
    const sizing = sized(dynamodb, of({ holds }, arrow(['read', 'write'], 10, 500)));
    expect(lineUsd(sizing, 'Writes')).toBeCloseTo(10 * 2.628 * 0.625, 6);
    expect(lineUsd(sizing, 'Reads')).toBeCloseTo(10 * 2.628 * 0.125, 6);
    expect(lineUsd(sizing, 'Storage')).toBeCloseTo(0.25, 6);
    expect(lineUsd(sizing, 'Point-in-time recovery')).toBeCloseTo(0.2, 6);
    expect(sizing.cost.filter((line) => line.usage).map((line) => line.label)).toEqual(['Writes', 'Reads']);
  });
  it('of storage grows with the load, and is not paid twice without recovery', () => {
    const sizing = sized(dynamodb, { ...of({ holds, pointInTime: false }), scale: 2.744 });
    expect(monthlyUsd(sizing)).toBeCloseTo(0.25 * 2.744, 6);
  });
});

describe('settings', () => {
  const self = (settings: object) => component('self', 'dynamodb', settings);
  const check = (settings: object, connections: readonly Connection[] = []) =>
    dynamodb
      .check?.(self(settings), settings, architecture({ components: [self(settings)], connections }))
      .map((each) => each.path.slice(2).join('.'));
  const key = { partition: 'id', sort: 'at' };
  it.each([
    [{ key, keeps: 'forever' }, []],
    [{ key, keeps: figure(86400), timeToLive: 'expiresAt' }, []],
    [{ key, keeps: figure(86400) }, ['keeps']],
    [{ key: { partition: 'id', sort: 'id' } }, ['key.sort']],
    [{ key, indexes: { late: { partition: 'kind', sort: { field: 'at', type: 'number' } } } }, ['indexes.late.sort']],
    [{ key, indexes: { late: { partition: 'kind', sort: 'at' } } }, []],
  ])('%j', (settings, expected) => {
    expect(check(settings)).toEqual(expected);
  });
  it('wants a change stream where a connection leaves it', () => {
    const feed = [connection('self', 'reader', 'feed')];
    expect(check({ key }, feed)).toEqual(['']);
    expect(check({ key, changes: 'new-image' }, feed)).toEqual([]);
  });
});

describe('resource', () => {
  const settings = {
    key: { partition: 'route', sort: { field: 'minute', type: 'number' } },
    indexes: { hot: { partition: 'hotKey', sort: { field: 'until', type: 'number' } } },
    timeToLive: 'expiresAt',
    changes: 'new-image',
    pointInTime: true,
    maxWrites: figure(4000),
  };
  const model = architecture({ components: [component('figures', 'dynamodb', settings), component('dataKey', 'kms')] });

  it('is one replica, encrypted, protected and restorable in prod', () => {
    template(model, [dynamodb, kms]).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 4000 },
        KeySchema: [
          { AttributeName: 'route', KeyType: 'HASH' },
          { AttributeName: 'minute', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'route', AttributeType: 'S' },
          { AttributeName: 'minute', AttributeType: 'N' },
          { AttributeName: 'hotKey', AttributeType: 'S' },
          { AttributeName: 'until', AttributeType: 'N' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          {
            Region: 'us-east-1',
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });
  it('goes with the stack in dev', () => {
    template(model, [dynamodb, kms], { stage: 'dev' }).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [{ DeletionProtectionEnabled: false }] },
    });
  });
});

describe('alarms', () => {
  const table = (id: string) => component(id, 'dynamodb', { key: { partition: 'id' }, pointInTime: true });
  const writer = defineService({
    id: 'writer',
    title: 'Writer',
    short: 'Writer',
    settings: { properties: {} },
    facts: {},
    offers: [],
    moves: (['read', 'read-batch', 'write'] as const).map((does) => ({
      does,
      from: 'self',
      to: 'table',
      mechanism: 'call',
      carries: 'all',
    })),
    construct: () => ({}),
  });
  const model = architecture({
    components: [component('writer', 'writer'), table('ledger'), table('notes'), table('counts')],
    connections: [
      connection('writer', 'ledger', '', {}, { does: ['read', 'write'], together: 'both' }),
      connection('writer', 'notes', 'write'),
      connection('writer', 'counts', 'read-batch'),
    ],
  });
  const all = observed(model, [dynamodb, writer]);

  it('watch the operations that the arrows make, a transaction as one of its own', () => {
    const operations = (id: string) => {
      const { metric } = alarmOf(all, id, 'systemErrors');
      const { mathExpression } = metric.toMetricConfig();
      return Object.values(mathExpression?.usingMetrics ?? {}).map(
        (each) => each.toMetricConfig().metricStat?.dimensions?.find(({ name }) => name === 'Operation')?.value,
      );
    };
    expect(operations('ledger')).toEqual(['GetItem', 'TransactWriteItems']);
    expect(operations('notes')).toEqual(['PutItem']);
    expect(operations('counts')).toEqual(['BatchGetItem']);
  });
  it('see an error of one operation though the others had none', () => {
    const { metric } = alarmOf(all, 'ledger', 'systemErrors');
    expect(metric.toMetricConfig().mathExpression?.expression).toBe('FILL(getitem, 0) + FILL(transactwriteitems, 0)');
  });
  it('look for conflicts where there are transactions', () => {
    expect(alarmOf(all, 'ledger', 'conflicts')).toMatchObject({ threshold: 10, severity: 'ticket' });
    expect(() => alarmOf(all, 'notes', 'conflicts')).toThrow('no alarm');
  });
  it('tell of throttled requests', () => {
    expect(alarmOf(all, 'notes', 'throttled')).toMatchObject({
      threshold: 0,
      evaluationPeriods: 3,
      severity: 'ticket',
    });
  });
});
