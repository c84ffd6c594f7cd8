// Each entry of the list against the emulator: what it refuses, or does not serve, is still refused and not served.
import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../local/aws/start.ts';
import { leftOut } from '../../../local/profile/left-out.ts';
import { inlineFunction, localAwsForTests, stackOf, whyNoLocalAws } from '../../support/local-aws.ts';

const reason = await whyNoLocalAws();
const wholeTypes = leftOut.filter(({ when }) => when === undefined);

describe.skipIf(reason !== undefined)(`what the emulator lacks${reason ? ` (skipped: ${reason})` : ''}`, () => {
  const start = localAwsForTests();
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await start();
  }, 60_000);

  it('is looked at, entry by entry', () => {
    const others = leftOut.filter((entry) => !wholeTypes.includes(entry)).map(({ type }) => type);
    expect(others).toEqual(['AWS::CloudWatch::Alarm', 'AWS::Lambda::EventSourceMapping']);
  });

  it.each(wholeTypes.map(({ type }) => type))('%s is refused with its template', async (type) => {
    expect(await stackOf(aws.client(), `has-${type.replaceAll(':', '')}`, { Any: { Type: type } })).toEqual({
      status: 'REFUSED',
      reason: `Template format error: Unrecognized resource types: [${type}]`,
    });
  });

  it('an alarm on an expression over metrics fails, one on a metric does not', async () => {
    const alarm = (properties: object) => ({
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Threshold: 1, ...properties },
      },
    });
    const metric = { MetricName: 'Errors', Namespace: 'AWS/Lambda' };
    const metrics = [
      { Id: 'a', Expression: 'b * 2' },
      { Id: 'b', ReturnData: false, MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } },
    ];
    const one = await stackOf(aws.client(), 'alarm-on-metric', alarm({ ...metric, Period: 60, Statistic: 'Sum' }));
    const math = await stackOf(aws.client(), 'alarm-on-expression', alarm({ Metrics: metrics }));
    expect([one.status, math.status]).toEqual(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']);
  });

  it('a record that a function reports as failed is passed over, where AWS would hand it to the function again', async () => {
    const { status } = await stackOf(aws.client(), 'mapping', {
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'stream', ShardCount: 1 } },
      ...inlineFunction(
        'reports',
        `exports.handler = async ({ Records }) => ({
          batchItemFailures: Records.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })),
        });`,
      ),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] },
          FunctionName: { Ref: 'reports' },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          StartingPosition: 'TRIM_HORIZON',
        },
      },
    });
    expect(status).toBe('CREATE_COMPLETE');
    const kinesis = new KinesisClient(aws.client());
    await kinesis.send(new PutRecordCommand({ StreamName: 'stream', PartitionKey: 'any', Data: Buffer.from('{}') }));
    expect(await firstResult(aws, 'reports')).toBe('OK - 1 records');
  });
});

/** What the only mapping of a function says of its first batch. */
async function firstResult(aws: LocalAws, functionName: string): Promise<string | undefined> {
  const lambda = new LambdaClient(aws.client());
  for (;;) {
    const { EventSourceMappings: [mapping] = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: functionName }),
    );
    if (mapping?.LastProcessingResult !== 'No records processed') return mapping?.LastProcessingResult;
    await sleep(100);
  }
}
