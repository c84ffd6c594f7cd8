import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { firehose } from '../../services/firehose/index.ts';
import { glue } from '../../services/glue/index.ts';
import type { MoveContext } from '../../services/service.ts';
import { architecture, component, connection, event, figure, load } from './support/model.ts';
import { alarmOf, observed } from './support/observed.ts';
import { expectRolesDescribed } from './support/roles.ts';
import { lineUsd, monthlyUsd, shareOf, sized, sizingContext } from './support/sizing.ts';
import { build, template } from './support/stack.ts';
import { bucketStub, keyStub, streamStub } from './support/stubs.ts';

const settings = {
  format: 'parquet',
  every: figure(300, 's'),
  size: figure(128 * 1024 ** 2, 'B'),
  table: 'parcel',
};
const payload = { type: 'object', properties: { eventId: { type: 'string' } } };
const parts = {
  components: [
    component('key', 'test-key'),
    component('parcels', 'test-stream'),
    component('delivery', 'firehose', settings),
    component('lake', 'test-bucket'),
    component('catalogue', 'glue', { tables: { parcel: { events: ['parcel'] } } }),
  ],
  connections: [
    connection('parcels', 'delivery', 'feed'),
    connection('delivery', 'catalogue', 'describe'),
    connection('delivery', 'lake', 'deliver', { prefix: 'events/parcel/', errors: 'errors/' }),
  ],
  events: [event('parcel', { schema: payload })],
};
const model = architecture(parts);
const services = [firehose, glue, bucketStub, streamStub, keyStub];
const built = template(model, services);
const role = { 'Fn::GetAtt': [Match.stringLikeRegexp('^deliveryRole'), 'Arn'] };
const bucketArn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^lakeBucket'), 'Arn'] };
const glueArn = (...rest: unknown[]) => ({ 'Fn::Join': ['', Match.arrayWith(rest)] });

/** Statements of the policy that an arrow is. */
const statementsOf = (arrow: string): readonly unknown[] =>
  Object.entries(built.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(`${arrow}Grant`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

describe('Firehose delivery', () => {
  it('turns a stream into Parquet by the columns of its table, by hour of arrival', () => {
    built.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^parcels'), 'Arn'] },
        RoleARN: role,
      },
      ExtendedS3DestinationConfiguration: {
        BucketARN: bucketArn,
        RoleARN: role,
        Prefix: 'events/parcel/dt=!{timestamp:yyyy-MM-dd}/hr=!{timestamp:HH}/',
        ErrorOutputPrefix: 'errors/events/parcel/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/',
        CustomTimeZone: 'UTC',
        BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 128 },
        CompressionFormat: 'UNCOMPRESSED',
        EncryptionConfiguration: {
          KMSEncryptionConfig: { AWSKMSKeyARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^key'), 'Arn'] } },
        },
        DataFormatConversionConfiguration: {
          Enabled: true,
          InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
          SchemaConfiguration: {
            DatabaseName: { Ref: Match.stringLikeRegexp('^catalogueDatabase') },
            TableName: { Ref: Match.stringLikeRegexp('^catalogueTableParcel') },
            RoleARN: role,
            VersionId: 'LATEST',
          },
        },
        CloudWatchLoggingOptions: { Enabled: true },
      },
    });
  });

  it('waits for every permission, because Firehose tries its role while it is created', () => {
    const [stream] = Object.values(built.findResources('AWS::KinesisFirehose::DeliveryStream'));
    const waits: readonly string[] = stream?.DependsOn ?? [];
    for (const arrow of ['parcelsdelivery', 'deliverycatalogue', 'deliverylake']) {
      expect(waits.some((id) => id.startsWith(`${arrow}Grant`))).toBe(true);
    }
  });

  it('may read its stream, and no other', () => {
    expect(statementsOf('parcelsdelivery')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^parcelsStream/), 'Arn'] },
      },
    ]);
  });

  it('may look up its one table', () => {
    built.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
            Resource: [
              glueArn(Match.stringLikeRegexp(':catalog$')),
              glueArn({ Ref: Match.stringLikeRegexp('^catalogueDatabase') }),
              glueArn({ Ref: Match.stringLikeRegexp('^catalogueTableParcel') }),
            ],
          },
        ],
      },
    });
  });

  it('may write below its folders, with the key used through S3 alone', () => {
    const below = (folder: string) => ({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^lakeBucket/), 'Arn'] }, `/${folder}*`]],
    });
    expect(statementsOf('deliverylake')).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
        Resource: [below('errors/events/parcel/'), below('events/parcel/')],
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^lakeBucket/), 'Arn'] },
      },
      {
        Sid: 'UseKeyForS3',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^key/), 'Arn'] },
        Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      },
    ]);
  });

  it('answers cdk-nag where it cannot comply', () => {
    const rules = build(model, services).acknowledgements.map(({ rule, component: id }) => `${id} ${rule}`);
    expect(rules).toEqual(['delivery AwsSolutions-KDF1', 'delivery AwsSolutions-IAM5']);
  });

  it('encrypts what is put directly, where no stream feeds it', () => {
    const direct = architecture({ ...parts, connections: parts.connections.slice(1) });
    template(direct, services).hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'DirectPut',
      KinesisStreamSourceConfiguration: Match.absent(),
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' },
    });
  });

  it('pages nobody, but tells when records are late, refused or misshapen', () => {
    const all = observed(model, services);
    expect(alarmOf(all, 'delivery', 'Freshness')).toMatchObject({
      threshold: 600,
      comparison: 'above',
      severity: 'ticket',
    });
    expect(alarmOf(all, 'delivery', 'Success')).toMatchObject({ threshold: 0.99, comparison: 'below' });
    expect(alarmOf(all, 'delivery', 'Conversion')).toMatchObject({ threshold: 0, comparison: 'above' });
  });

  it('bills every record in steps of 5 kB, taken in and converted', () => {
    const of = (size: number, format = 'parquet') =>
      sized(firehose, { settings: { ...settings, format }, inflow: load([{ event: 'parcel', rate: 16, size }]) });
    const gigabytes = (16 * 5000 * 2.628e6) / 1e9;
    expect(lineUsd(of(800), 'Ingestion')).toBeCloseTo(gigabytes * 0.029, 6);
    expect(monthlyUsd(of(800))).toBeCloseTo(gigabytes * 0.047, 6);
    expect(monthlyUsd(of(5001))).toBeCloseTo(2 * gigabytes * 0.047, 6);
    expect(monthlyUsd(of(800, 'json'))).toBeCloseTo(gigabytes * 0.029, 6);
    expect(shareOf(of(1024000), 'recordSize')).toBeCloseTo(1, 12);
  });

  it('is as fresh as its interval', () => {
    const hop = firehose.hop?.(sizingContext(firehose, { settings }));
    expect([hop?.p50.value, hop?.p99.value]).toEqual([150, 300]);
  });

  it.each([
    ['one an interval while the buffer does not fill', 100, 1000, 0.25, 1 / 300],
    ['as the buffer fills, by the bytes before they shrink', 1000, 128 * 1024 ** 2, 0.25, 4],
    ['none without records', 0, 0, 0.25, 0],
  ])('makes objects: %s', (_name, records, bytes, ratio, objects) => {
    const move = firehose.moves.find(({ does }) => does === 'deliver');
    const context = {
      settings,
      connection: connection('delivery', 'lake', 'deliver', {}, { ratio: figure(ratio) }),
      recordsPerSecond: figure(records, 'records/s'),
      bytesPerSecond: figure(bytes, 'B/s'),
    } as Partial<MoveContext> as MoveContext;
    expect(move?.requests?.(context).value).toBeCloseTo(objects, 12);
  });

  it.each([
    ['as it should be', {}, []],
    ['too seldom', { every: figure(901, 's') }, ['Firehose delivers every 60 s to 900 s.']],
    ['too often', { every: figure(30, 's') }, ['Firehose delivers every 60 s to 900 s.']],
    [
      'too small for Parquet',
      { size: figure(32 * 1024 ** 2, 'B') },
      ['Firehose buffers 64 MiB to 128 MiB as Parquet.'],
    ],
    ['small as JSON', { size: figure(32 * 1024 ** 2, 'B'), format: 'json' }, []],
    ['Parquet without a table', { table: undefined }, ['Parquet needs columns.']],
  ])('checks settings: %s', (_name, change, messages) => {
    const self = component('delivery', 'firehose');
    expect(firehose.check?.(self, { ...settings, ...change }, model).map(({ message }) => message)).toEqual(messages);
  });

  it('wants one bucket, and a catalogue for Parquet', () => {
    const alone = architecture({ ...parts, connections: parts.connections.slice(0, 1) });
    expect(firehose.check?.(component('delivery', 'firehose'), settings, alone).map(({ message }) => message)).toEqual([
      '"delivery" has 0 connections that do "deliver"; it needs exactly one, to a bucket.',
      '"delivery" has 0 connections that do "describe"; it needs exactly one, to the catalogue with its table.',
    ]);
  });
});

it('describes roles in characters that IAM takes, whatever the labels', () => expectRolesDescribed(model, services));
