import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import type { Architecture } from '../../../compiler/architecture.ts';
import { compile } from '../../../compiler/compile.ts';
import { planOf } from '../../../compiler/plan/index.ts';
import { buildApp } from '../../../generators/infrastructure/app.ts';
import { catalogue } from '../../../services/index.ts';
import { cdk } from '../../../services/kit/cdk.ts';
import { environmentOf } from '../../../services/lambda/index.ts';
import { lineUsd, shareOf } from '../support/sizing.ts';
import { stubCode } from '../support/stack.ts';

const file = fileURLToPath(new URL('architecture.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sound(): Architecture {
  const { architecture, findings } = compile(file, catalogue);
  if (architecture === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
  return architecture;
}

const architecture = sound();
const plan = planOf(architecture, catalogue);
const situation = plan.at({ stage: 'prod', scenario: 'average', year: 0 });
const sizing = (id: string) => {
  const found = situation.components.get(id);
  if (found === undefined) throw new Error(id);
  return found;
};
const calls = (connection: string) => situation.loads.get(connection)?.requestsPerSecond.value;

function templateOf(stage: string): Template {
  const { app } = buildApp(plan, catalogue, stage, {
    handlerCode: stubCode,
    outdir: mkdtempSync(join(folder, 'app-')),
  });
  const [stack] = app.node.children;
  if (!cdk().Stack.isStack(stack)) throw new Error('no stack');
  return Template.fromStack(stack);
}
const template = templateOf('prod');

/** Logical id of the only resource of a type that belongs to a component. */
function idOf(type: string, component: string): string {
  const found = template.findResources(type, { Metadata: { 'plumbline:component': component } });
  const [id] = Object.keys(found);
  if (id === undefined) throw new Error(`${component} has no ${type}`);
  return id;
}
const arn = (type: string, component: string, attribute = 'Arn') => ({
  'Fn::GetAtt': [idOf(type, component), attribute],
});
const objectsIn = (component: string, prefix: string) => ({
  'Fn::Join': ['', [arn('AWS::S3::Bucket', component), `/${prefix}*`]],
});
const allow = (Action: string | readonly string[], Resource: unknown) => ({ Action, Effect: 'Allow', Resource });
const useKey = (Action: string | readonly string[], service: string, Sid: string) => ({
  ...allow(Action, arn('AWS::KMS::Key', 'key')),
  Sid,
  Condition: { StringEquals: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` } },
});

const parts = arn('AWS::Kinesis::Stream', 'parts');
const figures = arn('AWS::DynamoDB::GlobalTable', 'figures');
const useTableKey = useKey(['kms:Decrypt', 'kms:DescribeKey'], 'dynamodb', 'UseKeyForDynamodb');
const writeBucketKey = useKey(['kms:Decrypt', 'kms:GenerateDataKey'], 's3', 'UseKeyForS3');
const [consumer] = Object.keys(template.findResources('AWS::Kinesis::StreamConsumer'));

/** Each arrow to all that its policy allows, in full. */
const permissions: Readonly<Record<string, readonly unknown[]>> = {
  'maker.put.parts': [allow(['kinesis:PutRecord', 'kinesis:PutRecords'], parts)],
  'parts.feed.worker': [
    allow(
      [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      parts,
    ),
  ],
  'parts.push.pusher': [
    allow(['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'], parts),
    allow(['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], { 'Fn::GetAtt': [consumer, 'ConsumerARN'] }),
  ],
  'figures.feed.helper': [
    allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      arn('AWS::DynamoDB::GlobalTable', 'figures', 'StreamArn'),
    ),
    useTableKey,
  ],
  work: [
    allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], arn('AWS::SQS::Queue', 'jobs')),
    useKey('kms:Decrypt', 'sqs', 'UseKeyForSqs'),
  ],
  setAside: [
    allow('s3:PutObject', objectsIn('failed', 'aws/lambda/')),
    allow('s3:ListBucket', arn('AWS::S3::Bucket', 'failed')),
    writeBucketKey,
  ],
  rejects: [allow('s3:PutObject', objectsIn('failed', 'rejected/')), writeBucketKey],
  'worker.read.figures': [allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], figures), useTableKey],
  'maker.read-batch.figures': [allow('dynamodb:BatchGetItem', figures), useTableKey],
  'helper.query.figures': [allow('dynamodb:Query', { 'Fn::Join': ['', [figures, '/index/hot']] }), useTableKey],
  'worker.publish.news': [allow('events:PutEvents', arn('AWS::Events::EventBus', 'news'))],
  'helper.invoke.worker': [allow('lambda:InvokeFunction', arn('AWS::Lambda::Function', 'worker'))],
};

describe('permissions', () => {
  it.each(Object.entries(permissions))('%s is exactly what the arrow needs', (id, statements) => {
    const found = Object.values(
      template.findResources('AWS::IAM::Policy', { Metadata: { 'plumbline:connection': id } }),
    );
    expect(found.map(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([statements]);
  });

  it('of a function itself are its logs and its traces', () => {
    template.hasResource('AWS::IAM::Policy', {
      Metadata: { 'plumbline:component': 'worker' },
      Properties: {
        PolicyDocument: {
          Statement: [
            {
              ...allow(['logs:CreateLogStream', 'logs:PutLogEvents'], arn('AWS::Logs::LogGroup', 'worker')),
              Sid: 'WriteOwnLogs',
            },
            allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'),
          ],
        },
      },
    });
    for (const role of Object.values(template.findResources('AWS::IAM::Role')))
      expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });
});

describe('functions', () => {
  it('run on arm64 with their own log group, JSON lines and traces, and find what they call', () => {
    template.hasResource('AWS::Lambda::Function', {
      Metadata: { 'plumbline:component': 'worker' },
      Properties: {
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        MemorySize: 512,
        Timeout: 60,
        ReservedConcurrentExecutions: 50,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: idOf('AWS::Logs::LogGroup', 'worker') } },
        Environment: {
          Variables: {
            POWERTOOLS_METRICS_NAMESPACE: 'sample-prod',
            POWERTOOLS_SERVICE_NAME: 'worker',
            FAILED_BUCKET: { Ref: idOf('AWS::S3::Bucket', 'failed') },
            FIGURES_TABLE: { Ref: idOf('AWS::DynamoDB::GlobalTable', 'figures') },
            NEWS_BUS: { Ref: idOf('AWS::Events::EventBus', 'news') },
          },
        },
      },
    });
  });

  it('reserve executions only where the stage protects', () => {
    templateOf('dev').hasResource('AWS::Lambda::Function', {
      Metadata: { 'plumbline:component': 'worker' },
      Properties: { ReservedConcurrentExecutions: Match.absent() },
    });
  });

  it.each([
    ['worker', ['FAILED_BUCKET', 'FIGURES_TABLE', 'NEWS_BUS']],
    ['helper', ['FIGURES_TABLE', 'WORKER_FUNCTION']],
    ['pusher', []],
  ])('%s has the variables that its code is told of', (id, names) => {
    const component = architecture.components.get(id);
    expect(component && environmentOf(component, architecture, catalogue)).toEqual(names);
    const [found] = Object.values(
      template.findResources('AWS::Lambda::Function', { Metadata: { 'plumbline:component': id } }),
    );
    const own = Object.keys(found?.Properties.Environment.Variables).filter((name) => !name.startsWith('POWERTOOLS_'));
    expect(own.sort()).toEqual(names);
  });
});

describe('mappings', () => {
  const mapping = (connection: string, Properties: object, more: object = {}) =>
    template.hasResource('AWS::Lambda::EventSourceMapping', {
      Metadata: { 'plumbline:connection': connection },
      Properties: { FunctionResponseTypes: ['ReportBatchItemFailures'], ...Properties },
      ...more,
    });

  it('from a stream start at its beginning, halve what fails, filter, and set aside whole batches', () => {
    mapping(
      'parts.feed.worker',
      {
        BatchSize: 2000,
        MaximumBatchingWindowInSeconds: 10,
        MaximumRecordAgeInSeconds: 144000,
        MaximumRetryAttempts: 10,
        ParallelizationFactor: 1,
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FilterCriteria: { Filters: [{ Pattern: '{"data":{"colour":["red"]}}' }] },
        DestinationConfig: { OnFailure: { Destination: arn('AWS::S3::Bucket', 'failed') } },
      },
      {
        DependsOn: Match.arrayWith([
          Match.stringLikeRegexp('^partsfeedworkerGrant'),
          Match.stringLikeRegexp('^setAsideGrant'),
        ]),
      },
    );
  });

  it('with enhanced fan-out read their own consumer and have no bucket unless the function has one', () => {
    mapping('parts.push.pusher', {
      EventSourceArn: { 'Fn::GetAtt': [consumer, 'ConsumerARN'] },
      MaximumRecordAgeInSeconds: Match.absent(),
      DestinationConfig: Match.absent(),
    });
  });

  it('from changes retry as often as said', () => {
    mapping('figures.feed.helper', { MaximumRetryAttempts: 3, MaximumBatchingWindowInSeconds: 15 });
  });

  it('from a queue are bounded, and know nothing of positions', () => {
    mapping('work', {
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
      StartingPosition: Match.absent(),
      BisectBatchOnFunctionError: Match.absent(),
    });
  });
});

describe('sizes', () => {
  it('gathers in each of four lanes what comes within the window, and pushes at once', () => {
    // 16 a second over 4 lanes, 10 s: 40 records a call; pushed, 0.28 records wait, so each is a call.
    expect(calls('parts.feed.worker')).toBeCloseTo(16 / 40, 9);
    expect(calls('parts.push.pusher')).toBeCloseTo(16, 9);
  });

  it('counts executions by batch and by record, against lanes, time, payload and reserve', () => {
    const worker = sizing('worker');
    const busy = 0.4 * 0.1 + 16 * 0.0002;
    expect(shareOf(worker, 'pace.parts.feed.worker')).toBeCloseTo(busy / 4, 9);
    expect(shareOf(worker, 'timeout')).toBeCloseTo((0.1 + 2000 * 0.0002) / 60, 9);
    expect(shareOf(worker, 'payload')).toBeCloseTo((2000 * 800 * 4) / 3 / 6e6, 9);
    expect(shareOf(worker, 'reserved')).toBeCloseTo(4 / 50, 9);
    expect(lineUsd(worker, 'Calls')).toBeCloseTo((0.4 * 2.628e6 * 0.2) / 1e6, 9);
    expect(lineUsd(worker, 'Time of execution, by memory')).toBeCloseTo(busy * 2.628e6 * 0.5 * 0.0000133334, 9);
  });

  it("says the account's executions once, where most of them are", () => {
    const at = ['maker', 'helper', 'worker', 'pusher'].filter((id) =>
      sizing(id).limits.some((limit) => limit.id === 'accountConcurrency'),
    );
    expect(at).toEqual(['pusher']);
    const together = 0.4 * 0.1 + 16 * 0.0002 + 16 * 0.025 + 0.4 * 0.03;
    expect(shareOf(sizing('pusher'), 'accountConcurrency')).toBeCloseTo(together / 1000, 9);
  });
});

describe('alarms', () => {
  const alarm = (MetricName: string, of: string | undefined, more: object) =>
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName,
      ...(of === undefined
        ? {}
        : { Dimensions: [{ Name: 'FunctionName', Value: { Ref: idOf('AWS::Lambda::Function', of) } }] }),
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...more,
    });

  it.each([
    ['pusher', 5000, 3],
    ['worker', 60000, 3],
    ['helper', 300000, 5],
  ])('go off when %s reads records that are older than %i ms', (of, Threshold, EvaluationPeriods) => {
    alarm('IteratorAge', of, { Statistic: 'Maximum', Period: 60, Threshold, EvaluationPeriods });
  });

  it.each(['Errors', 'Throttles'])('go off at %s that last', (metric) => {
    alarm(metric, 'worker', { Statistic: 'Sum', Period: 60, Threshold: 0, EvaluationPeriods: 3 });
  });

  it("go off once before the account's executions are used up", () => {
    alarm('ConcurrentExecutions', undefined, { Threshold: 700, Dimensions: Match.absent() });
    const all = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(all.filter(({ Properties }) => Properties.MetricName === 'ConcurrentExecutions')).toHaveLength(1);
  });
});
