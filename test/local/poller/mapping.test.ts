import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Template } from '../../../deployment/template.ts';
import { type Place, textOf } from '../../../local/intrinsics.ts';
import { mappingsOf } from '../../../local/poller/mapping.ts';
import { root } from '../../support/cli.ts';

const flyhigh: Template = JSON.parse(readFileSync(join(root, 'output/templates/flyhigh-dev.template.json'), 'utf8'));

/** As the stack would resolve them: names after the logical ids. */
const place: Place = {
  account: '000000000000',
  region: 'us-east-1',
  resolve: (id) => {
    const type = flyhigh.Resources[id]?.Type;
    const stream = `arn:aws:kinesis:us-east-1:000000000000:stream/${id}`;
    return { ref: id, attributes: { Arn: type === 'AWS::S3::Bucket' ? `arn:aws:s3:::${id.toLowerCase()}` : stream } };
  },
};
const resolve = (value: unknown) => textOf(value, place);

describe('mappings of the shipped template', () => {
  const mappings = mappingsOf(flyhigh, resolve);

  it('are those on streams and on their consumers; tables and queues have pollers of their own', () => {
    expect(mappings.map(({ connection }) => connection)).toEqual([
      'bookingStream.push.inventoryUpdater',
      'bookingStream.feed.liveAnalytics',
      'searchStream.feed.liveAnalytics',
      'bookingStream.feed.profileBuilder',
      'searchStream.feed.profileBuilder',
    ]);
    expect(new Set(mappings.map(({ uuid }) => uuid)).size).toBe(5);
  });

  it('carry every setting', () => {
    const builder = mappings.find(({ connection }) => connection === 'searchStream.feed.profileBuilder');
    const functionName = expect.stringMatching(/^profileBuilderFunction/);
    expect(builder).toEqual({
      connection: 'searchStream.feed.profileBuilder',
      uuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      functionName,
      functionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1:000000000000:function:profileBuilderFunction/),
      streamArn: expect.stringMatching(/^arn:aws:kinesis:us-east-1:000000000000:stream\/searchStream/),
      eventSourceArn: builder?.streamArn,
      region: 'us-east-1',
      invokeIdentityArn: expect.stringMatching(/^arn:aws:iam::000000000000:role\//),
      batchSize: 500,
      windowMs: 5_000,
      parallel: 1,
      retries: 10,
      bisect: true,
      reports: true,
      maxAgeMs: 144_000_000,
      start: 'TRIM_HORIZON',
      filters: ['{"data":{"meta":{"travellerRef":[{"exists":true}]},"event":{"consent":[true]}}}'],
      destination: expect.stringMatching(/^failedeventsbucket/),
    });
  });

  it('name the consumer that pushes, and read its stream', () => {
    const [updater] = mappings;
    expect(updater?.streamArn).toMatch(/:stream\/bookingStream/);
    expect(updater?.eventSourceArn).toBe(`${updater?.streamArn}/consumer/flyhigh-dev-inventoryUpdater:0`);
  });
});

const properties = {
  EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] },
  FunctionName: { Ref: 'Counter' },
  StartingPosition: 'TRIM_HORIZON',
};
function template(more: Record<string, unknown>, stream: Record<string, unknown> = {}): Template {
  return {
    Resources: {
      Orders: { Type: 'AWS::Kinesis::Stream', Properties: stream },
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ...properties, ...more } },
    },
  };
}

describe('a setting', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
  it('that is not given has the default of CloudFormation', () => {
    const [mapping] = mappingsOf(template({}), resolve);
    expect(mapping).toMatchObject({
      connection: 'Mapping',
      batchSize: 100,
      windowMs: 0,
      parallel: 1,
      retries: -1,
      bisect: false,
      reports: false,
      filters: [],
      maxAgeMs: 24 * 3_600_000,
    });
    expect(mapping).not.toHaveProperty('destination');
  });

  it.each([
    [-1, 48, 48 * 3_600_000],
    [3_600, 48, 3_600_000],
    [604_800, 48, 48 * 3_600_000],
  ])('maximum age %d s over %d hours of retention: no record outlives its stream', (age, hours, maxAgeMs) => {
    const [mapping] = mappingsOf(
      template({ MaximumRecordAgeInSeconds: age }, { RetentionPeriodHours: hours }),
      resolve,
    );
    expect(mapping?.maxAgeMs).toBe(maxAgeMs);
  });

  it('may be the ARN of a function, with an alias', () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:counter:live';
    const [mapping] = mappingsOf(template({ FunctionName: arn }), resolve);
    expect(mapping).toMatchObject({ functionArn: arn, functionName: 'counter:live' });
  });

  it.each([
    [
      'a position in time',
      { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1 },
      'StartingPositionTimestamp',
    ],
    ['no position', { StartingPosition: undefined }, 'position undefined'],
    ['a tumbling window', { TumblingWindowInSeconds: 60 }, 'TumblingWindowInSeconds'],
    [
      'a queue for what failed',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:0:q' } } },
      'only buckets',
    ],
    ['a filter without pattern', { FilterCriteria: { Filters: [{}] } }, 'a filter has a pattern'],
  ])('that is not simulated is refused: %s', (_what, more, message) => {
    expect(() => mappingsOf(template(more), resolve)).toThrow(message);
  });
});
