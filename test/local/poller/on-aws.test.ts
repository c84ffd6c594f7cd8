// The poller on a stream, a function and a bucket that really run: on the local AWS, where there is one.
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { openPollerOnAws } from '../../../local/poller/on-aws.ts';
import { inlineFunction, localAwsForTests, stackOf, whyNoLocalAws } from '../../support/local-aws.ts';

const reason = await whyNoLocalAws();

const code = `exports.handler = async ({ Records }) => ({
  batchItemFailures: Records
    .filter(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString().includes('poison'))
    .map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })),
});`;

const resources = {
  Orders: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'orders', ShardCount: 2 } },
  Failed: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'failed' } },
  ...inlineFunction('counter', code),
};

const template = {
  Resources: {
    Orders: resources.Orders,
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] },
        FunctionName: 'counter',
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 1,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failed' } },
      },
    },
  },
};

describe.skipIf(reason)(`on the local AWS${reason === undefined ? '' : `: ${reason}`}`, () => {
  const start = localAwsForTests();

  it('hands on what a stream holds, and sets aside in S3 what a function cannot do', async () => {
    const settings = (await start()).client();
    expect(await stackOf(settings, 'polled', resources)).toMatchObject({ status: 'CREATE_COMPLETE' });
    const kinesis = new KinesisClient(settings);
    for (const data of ['one', 'two', 'three', 'four', 'poison']) {
      await kinesis.send(
        new PutRecordCommand({ StreamName: 'orders', PartitionKey: 'same', Data: Buffer.from(`{"is":"${data}"}`) }),
      );
    }
    const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
    const poller = openPollerOnAws({
      template,
      client: settings,
      resolve: (value) => (typeof value === 'string' ? value : streamArn),
      pace: { pollMs: 100, firstPauseMs: 10 },
    });
    await poller.idle();
    expect(poller.statistics()).toEqual([
      expect.objectContaining({ connection: 'Mapping', read: 5, succeeded: 4, setAside: 1, iteratorAgeMs: 0 }),
    ]);
    await poller.stop();
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const { Contents: [object] = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'failed' }));
    expect(object?.Key).toMatch(
      /^aws\/lambda\/[0-9a-f-]{36}\/shardId-\d{12}\/\d{4}\/\d\d\/\d\d\/[0-9T.-]{19}-[0-9a-f-]{36}$/,
    );
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: 'failed', Key: object?.Key }));
    const kept = JSON.parse((await body?.transformToString()) ?? '');
    expect(kept.requestContext).toMatchObject({ condition: 'RetryAttemptsExhausted' });
    expect(Buffer.from(JSON.parse(kept.payload).Records[0].kinesis.data, 'base64').toString()).toBe('{"is":"poison"}');
    s3.destroy();
    kinesis.destroy();
  }, 60_000);
});
