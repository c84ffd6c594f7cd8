import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../compiler/architecture.ts';
import { firehose } from '../../services/firehose/index.ts';
import { engineType, hive, merge, typeOf } from '../../services/glue/column-types.ts';
import { glue } from '../../services/glue/index.ts';
import { cdk } from '../../services/kit/cdk.ts';
import { catalogueName, onceViewSql } from '../../services/kit/once-view.ts';
import { defineService } from '../../services/service.ts';
import { architecture, component, connection, event, figure } from './support/model.ts';
import { template } from './support/stack.ts';
import { bucketStub, streamStub } from './support/stubs.ts';

const sent: JsonObject = {
  type: 'object',
  properties: {
    eventId: { type: 'string' },
    weight: { type: 'integer' },
    stops: {
      type: 'array',
      items: { type: 'object', properties: { depotId: { type: 'string' }, fee: { type: 'number' } } },
    },
  },
};
const returned: JsonObject = {
  type: 'object',
  properties: { eventId: { type: 'string' }, weight: { type: 'number' }, paid: { type: 'boolean' } },
};
const delivery = {
  format: 'parquet',
  every: figure(300, 's'),
  size: figure(128 * 1024 ** 2, 'B'),
  table: 'parcelEvents',
};
const tables = { parcelEvents: { events: ['sent', 'returned'] } };
const parts = {
  components: [
    component('entry', 'test-entry'),
    component('parcels', 'test-stream'),
    component('delivery', 'firehose', delivery),
    component('lake', 'test-bucket'),
    component('catalogue', 'glue', { tables }),
  ],
  connections: [
    connection('parcels', 'delivery', 'feed'),
    connection('delivery', 'catalogue', 'describe'),
    connection('delivery', 'lake', 'deliver', { prefix: 'events/parcel/' }),
  ],
  events: [event('sent', { schema: sent }), event('returned', { schema: returned }), event('bare')],
};
const model = architecture(parts);
/** Puts the caller's identity into what it takes in, as an endpoint with sign-in does. */
const entry = defineService({
  id: 'test-entry',
  title: 'Entry',
  short: 'Entry',
  settings: { properties: {} },
  facts: {},
  offers: ['endpoint'],
  moves: [],
  construct: ({ scope }) => {
    const api = new (cdk().aws_apigateway.RestApi)(scope, 'Api');
    api.root.addMethod('GET');
    const route = {
      method: 'POST',
      path: '/',
      auth: 'token',
      arn: 'arn',
      event: 'sent',
      subject: 'senderRef',
    } as const;
    return {
      endpoint: { api, routes: [route, { ...route, event: 'other', subject: 'otherRef' }], authorizers: new Map() },
    };
  },
});
const eventType = 'struct<eventid:string,weight:double,stops:array<struct<depotid:string,fee:double>>,paid:boolean>';
const metaType = 'struct<receivedat:bigint,requestid:string,source:string,principal:string,senderref:string>';

function inputs(): readonly Record<string, unknown>[] {
  const built = template(model, [entry, firehose, glue, bucketStub, streamStub]);
  return Object.values(built.findResources('AWS::Glue::Table')).map(({ Properties }) => Properties.TableInput);
}

describe('types of columns', () => {
  it.each<[string, JsonObject, string, string]>([
    ['text', { type: 'string' }, 'string', 'varchar'],
    ['a choice', { enum: ['a', 'b'] }, 'string', 'varchar'],
    ['a whole number', { type: 'integer' }, 'bigint', 'bigint'],
    ['a number', { type: 'number' }, 'double', 'double'],
    ['yes or no', { type: ['null', 'boolean'] }, 'boolean', 'boolean'],
    ['a list', { type: 'array', items: { type: 'integer' } }, 'array<bigint>', 'array(bigint)'],
    ['a list of anything', { type: 'array' }, 'array<string>', 'array(varchar)'],
    ['anything', { type: 'object' }, 'string', 'varchar'],
    [
      'an object with a reference',
      { properties: { At: { $ref: '#/definitions/at' } }, definitions: { at: { type: 'integer' } } },
      'struct<at:bigint>',
      'row("at" bigint)',
    ],
  ])('%s', (_name, schema, table, view) => {
    const { type, misfits } = typeOf(schema);
    expect([hive(type), engineType(type), misfits]).toEqual([table, view, []]);
  });

  it.each<[string, JsonObject, string]>([
    ['a name of dots', { properties: { 'a.b': {} } }, 'has a name that no column can have'],
    ['names alike', { properties: { orderId: {}, orderID: {} } }, 'differs from another field by capitals only'],
    ['a schema in itself', { properties: { next: { $ref: '#' } } }, 'is nested without end'],
  ])('reports %s', (_name, schema, reason) => {
    expect(typeOf(schema).misfits.map((each) => each.reason)).toEqual([reason]);
  });

  it('merges events, and says where two do not agree', () => {
    const both = merge(typeOf(sent).type, typeOf(returned).type);
    expect([hive(both.type), both.misfits]).toEqual([eventType, []]);
    const odd = merge(
      typeOf(sent).type,
      typeOf({ properties: { stops: { type: 'array', items: { properties: { fee: {} } } } } }).type,
    );
    expect(odd.misfits).toEqual([{ path: 'stops[].fee', reason: 'is double in one event and string in another' }]);
  });
});

describe('Glue catalogue', () => {
  it('describes what is delivered, where it is delivered, with partitions by rule', () => {
    const [table] = inputs();
    const folder = ['s3://', { Ref: expect.stringMatching(/^lakeBucket/) }];
    expect(table).toMatchObject({
      Name: 'parcel_events',
      TableType: 'EXTERNAL_TABLE',
      PartitionKeys: [
        { Name: 'dt', Type: 'string' },
        { Name: 'hr', Type: 'string' },
      ],
      Parameters: {
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.dt.format': 'yyyy-MM-dd',
        'projection.hr.digits': '2',
        'storage.location.template': { 'Fn::Join': ['', [...folder, '/events/parcel/dt=${dt}/hr=${hr}/']] },
      },
      StorageDescriptor: {
        Location: { 'Fn::Join': ['', [...folder, '/events/parcel/']] },
        Columns: [
          { Name: 'meta', Type: metaType },
          { Name: 'event', Type: eventType },
        ],
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
      },
    });
  });

  it('has a view in which each event stands once, as Athena stores one', () => {
    const [, view] = inputs();
    expect(view).toMatchObject({
      Name: 'parcel_events_once',
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true' },
    });
    const [, text = ''] = /^\/\* Presto View: (.+) \*\/$/.exec(String(view?.ViewOriginalText)) ?? [];
    expect(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))).toEqual({
      originalSql: onceViewSql({ database: 'sample_prod_catalogue', table: 'parcel_events' }),
      catalog: 'awsdatacatalog',
      schema: 'sample_prod_catalogue',
      columns: [
        {
          name: 'meta',
          type: 'row("receivedat" bigint, "requestid" varchar, "source" varchar, "principal" varchar, "senderref" varchar)',
        },
        {
          name: 'event',
          type: 'row("eventid" varchar, "weight" double, "stops" array(row("depotid" varchar, "fee" double)), "paid" boolean)',
        },
        { name: 'dt', type: 'varchar' },
        { name: 'hr', type: 'varchar' },
      ],
    });
  });

  it('takes the first arrival of a day', () => {
    expect(onceViewSql({ table: catalogueName('parcelEvents') })).toBe(
      `SELECT meta, event, dt, hr
FROM (
  SELECT meta, event, dt, hr,
    row_number() OVER (PARTITION BY dt, event.eventid ORDER BY meta.receivedat) AS copy
  FROM "parcel_events"
)
WHERE copy = 1`,
    );
  });

  it.each([
    ['as it should be', tables, []],
    [
      'a table that nothing fills',
      { ...tables, other: { events: ['sent'] } },
      ['No delivery fills the table "other".'],
    ],
    [
      'an event without a payload',
      { parcelEvents: { events: ['sent', 'bare'] } },
      ['No columns follow from "bare": there is no payload schema.'],
    ],
    [
      'two tables of one name',
      { parcelEvents: { events: ['sent'] }, 'parcel-events': { events: [] } },
      ['Two tables would be named "parcel_events".', 'No delivery fills the table "parcel-events".'],
    ],
  ])('checks %s', (_name, settings, messages) => {
    const self = component('catalogue', 'glue');
    expect(glue.check?.(self, { tables: settings }, model).map(({ message }) => message)).toEqual(messages);
  });

  it('reports a field that two events of a table mean differently', () => {
    const odd = event('returned', { schema: { properties: { weight: { type: 'boolean' } } } });
    const of = architecture({ ...parts, events: [event('sent', { schema: sent }), odd] });
    expect(glue.check?.(component('catalogue', 'glue'), { tables }, of).map(({ message }) => message)).toEqual([
      'In table "parcelEvents" the field "weight" is bigint in one event and boolean in another.',
    ]);
  });
});
