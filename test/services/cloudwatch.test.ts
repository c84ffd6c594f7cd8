import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { withoutName } from '../../services/cloudwatch/alarms.ts';
import { cloudwatch } from '../../services/cloudwatch/index.ts';
import { periodsOf } from '../../services/cloudwatch/settings.ts';
import type { AlarmSpec } from '../../services/kit/build.ts';
import { cdk } from '../../services/kit/cdk.ts';
import { logGroup } from '../../services/kit/log-group.ts';
import { defineService, type SizingContext } from '../../services/service.ts';
import { sns } from '../../services/sns/index.ts';
import { architecture, component, connection, event, figure, load } from './support/model.ts';
import { lineUsd, sizingContext } from './support/sizing.ts';
import { template } from './support/stack.ts';
import { streamStub } from './support/stubs.ts';

const settings = {
  logs: { perCall: figure(300, 'B'), keep: figure(90 * 86400, 's') },
  traces: figure(0.01),
  silence: { event: 'parcel', within: figure(900, 's') },
  metrics: {
    lost: { from: 'worker', name: 'LostParcels', above: 0, severity: 'page', label: 'Parcels are lost' },
    quiet: {
      from: 'worker',
      name: 'Counted',
      missingFor: figure(26 * 3600, 's'),
      severity: 'ticket',
      label: 'No count',
    },
  },
  metricsEach: figure(4),
} as const;
const spec = (more: Partial<AlarmSpec>): AlarmSpec => ({
  id: 'errors',
  label: 'worker: calls fail',
  metric: new (cdk().aws_cloudwatch.Metric)({ namespace: 'Test', metricName: 'Errors' }),
  threshold: 5,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  comparison: 'above',
  missing: 'notBreaching',
  severity: 'ticket',
  action: 'Look at the log.',
  ...more,
});
const worker = defineService({
  id: 'test-worker',
  title: 'Worker',
  short: 'Worker',
  settings: { properties: {} },
  facts: {},
  offers: [],
  moves: [],
  construct: (context) => {
    logGroup(context, 'Log');
    return {};
  },
  observe: () => ({
    alarms: [spec({}), spec({ id: 'more', severity: 'page', comparison: 'atMost', missing: 'ignore', unit: 'ms' })],
    widgets: [{ title: 'Errors', metrics: [spec({}).metric] }],
  }),
});
const model = architecture({
  components: [
    component('worker', 'test-worker'),
    component('parcels', 'test-stream'),
    component('watch', 'cloudwatch', settings),
    component('bell', 'sns'),
  ],
  connections: [connection('watch', 'bell', 'page')],
  events: [event('parcel', { label: 'Parcel', rate: figure(1, 'records/s') })],
});
const services = [worker, streamStub, cloudwatch, sns];
const inflows = { parcels: load([{ event: 'parcel', rate: 1, size: 500 }]) };
const built = template(model, services, { inflows });
const bell = { Ref: Match.stringLikeRegexp('^bell') };

describe('CloudWatch', () => {
  it('an alarm says the unit of its threshold, and a count none', () => {
    const units = Object.values(built.findResources('AWS::CloudWatch::Alarm'))
      .filter(({ Properties }) => Properties.Threshold === 5)
      .map(({ Metadata }) => Metadata?.['plumbline:unit']);
    expect(units).toEqual([undefined, 'ms']);
  });

  it('makes every alarm that a service wants, under what it watches, and tells the topic', () => {
    built.hasResource('AWS::CloudWatch::Alarm', {
      Metadata: { 'plumbline:component': 'worker' },
      Properties: {
        AlarmName: 'sample-prod [TICKET] worker: calls fail',
        AlarmDescription: 'Look at the log.',
        Threshold: 5,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [bell],
      },
    });
    built.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'sample-prod [PAGE] worker: calls fail',
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      TreatMissingData: 'ignore',
    });
  });

  it('names no two alarms alike', () => {
    const twice = defineService({
      ...worker,
      observe: () => ({ alarms: [spec({}), spec({ id: 'again' })], widgets: [] }),
    });
    const names = Object.values(template(model, [twice, ...services.slice(1)]).findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => String(Properties.AlarmName))
      .filter((name) => name.includes('calls fail'));
    expect(names).toEqual([
      'sample-prod [TICKET] worker: calls fail',
      'sample-prod [TICKET] worker: calls fail (again)',
    ]);
  });

  it('watches metrics of our own code by the convention of the functions', () => {
    const metric = { Namespace: 'sample-prod', Dimensions: [{ Name: 'service', Value: 'worker' }] };
    built.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...metric,
      AlarmName: 'sample-prod [PAGE] worker: Parcels are lost',
      MetricName: 'LostParcels',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    built.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...metric,
      MetricName: 'Counted',
      Period: 3600,
      EvaluationPeriods: 26,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('pages on silence, which breaches by itself', () => {
    built.hasResource('AWS::CloudWatch::Alarm', {
      Metadata: { 'plumbline:component': 'parcels' },
      Properties: {
        AlarmName: 'sample-prod [PAGE] parcels: nothing taken in for 15 min',
        MetricName: 'IncomingRecords',
        Period: 900,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      },
    });
  });

  it('asks first whoever counts the event as it is accepted', () => {
    const accepted = new Map([
      ['parcel', new (cdk().aws_cloudwatch.Metric)({ namespace: 'Test', metricName: 'Accepted' })],
    ]);
    const counting = defineService({ ...worker, observe: () => ({ alarms: [], widgets: [], accepted }) });
    template(model, [counting, ...services.slice(1)], { inflows }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'sample-prod [PAGE] worker: no parcel accepted for 15 min',
      MetricName: 'Accepted',
      Period: 900,
    });
  });

  it('leaves out the alarm on silence in a stage with so little load that silence is usual', () => {
    const quiet = { ...model, stages: new Map([['prod', { id: 'prod', protect: true, load: figure(0.01) }]]) };
    const alarms = template(quiet, services, { inflows }).findResources('AWS::CloudWatch::Alarm');
    const names = Object.values(alarms).map(({ Properties }) => String(Properties.AlarmName));
    expect(names.filter((name) => name.includes('nothing taken in'))).toEqual([]);
    expect(names).toHaveLength(5);
  });

  it('has one dashboard, with all alarms and the graphs of every component', () => {
    built.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    const [board] = Object.values(built.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(board?.Properties.DashboardBody);
    expect(board?.Properties.DashboardName).toBe('sample-prod');
    expect(body).toContain('worker: Errors');
    expect(body).toContain('bell: Messages');
    expect(body.match(/"Fn::GetAtt":\["\w+Alarm/g)).toHaveLength(6);
  });

  it('says once how long logs are kept', () => {
    built.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('traces the share of what comes through each endpoint, and nothing on top', () => {
    const entry = defineService({
      ...worker,
      id: 'test-entry',
      offers: ['endpoint'],
      construct: ({ scope }) => {
        const api = new (cdk().aws_apigateway.RestApi)(scope, 'Api');
        api.root.addMethod('GET');
        return { endpoint: { api, routes: [], authorizers: new Map() } };
      },
    });
    const components = new Map([...model.components, ['entry', component('entry', 'test-entry')] as const]);
    template({ ...model, components }, [...services, entry]).hasResource('AWS::XRay::SamplingRule', {
      Metadata: { 'plumbline:component': 'entry' },
      Properties: {
        SamplingRule: Match.objectLike({
          FixedRate: 0.01,
          ReservoirSize: 0,
          ResourceARN: { 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('^entryApi') }])] },
        }),
      },
    });
    built.resourceCountIs('AWS::XRay::SamplingRule', 0);
  });

  it('lets alarms of this stage, and no others, speak on the topic', () => {
    built.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'AllowWatchBell',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: bell,
            Condition: {
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': [
                    '',
                    ['arn:aws:cloudwatch:us-east-1:', { Ref: 'AWS::AccountId' }, ':alarm:sample-prod *'],
                  ],
                },
              },
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            },
          },
        ]),
      },
    });
  });

  it('costs by calls, requests, and what there is to watch', () => {
    const offered: Readonly<Record<string, readonly ReturnType<typeof component>[]>> = {
      endpoint: [component('entry', 'x')],
      function: [component('worker', 'x'), component('other', 'x')],
    };
    const base = sizingContext(cloudwatch, { settings, events: [...model.workload.events.values()] });
    const context: SizingContext = {
      ...base,
      offering: (capability) => offered[capability] ?? [],
      loadAt: (id) => load([{ event: 'parcel', rate: id === 'entry' ? 10 : 1, size: 1 }]),
    };
    const sizing = cloudwatch.size?.(context);
    if (sizing === undefined) throw new Error('no size');
    const gigabytes = (12 * 300 * 2.628e6) / 1e9;
    expect(lineUsd(sizing, 'Logs, taken in')).toBeCloseTo(gigabytes * 0.5, 9);
    expect(lineUsd(sizing, 'Logs, kept')).toBeCloseTo((gigabytes * 90 * 24 * 0.03) / 730, 9);
    expect(lineUsd(sizing, 'Traces')).toBeCloseTo((10 * 2.628e6 * 0.01 * 5) / 1e6, 9);
    // Two of the endpoint, two of each function, one of the account, silence, two named.
    expect(lineUsd(sizing, 'Alarms')).toBeCloseTo(1, 9);
    expect(lineUsd(sizing, 'Metrics')).toBeCloseTo(3, 9);
    expect(lineUsd(sizing, 'Dashboard')).toBeCloseTo(3, 9);
  });

  it.each([
    ['as it should be', {}, []],
    [
      'logs for 31 days',
      { logs: { ...settings.logs, keep: figure(31 * 86400) } },
      ['CloudWatch cannot keep logs for so long.'],
    ],
    [
      'silence of half a minute',
      { silence: { event: 'parcel', within: figure(30) } },
      [
        'Silence is looked at over whole minutes, up to a day.',
        'Fewer than 100 of "parcel" come within this time: silence would be usual at night.',
      ],
    ],
    [
      'a metric without a bound',
      { metrics: { lost: { from: 'worker', name: 'x', severity: 'page', label: 'x' } } },
      ['"lost" needs one bound.'],
    ],
    [
      'nothing for a fortnight',
      { metrics: { quiet: { ...settings.metrics.quiet, missingFor: figure(14 * 86400) } } },
      ['An alarm looks back over whole minutes up to a day, or whole hours up to a week.'],
    ],
  ])('checks %s', (_name, change, messages) => {
    const self = component('watch', 'cloudwatch');
    expect(cloudwatch.check?.(self, { ...settings, ...change }, model).map(({ message }) => message)).toEqual(messages);
  });

  it.each([
    [90 * 60, { periodSeconds: 60, count: 90 }],
    [26 * 3600, { periodSeconds: 3600, count: 26 }],
    [90, undefined],
    [25.5 * 3600, undefined],
  ])('looks back %d s', (seconds, periods) => {
    expect(periodsOf(figure(seconds, 's'))).toEqual(periods);
  });

  it('does not name a component twice', () => {
    expect([withoutName('Worker: fails', 'Worker'), withoutName('fails', 'Worker')]).toEqual(['fails', 'fails']);
  });
});
