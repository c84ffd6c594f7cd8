// A stream's settings to its resource, its alarm and its widgets.

import type { BuildContext, Handles, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import type { Settings } from './settings.ts';

export function construct({ scope, settings, stage }: BuildContext<Settings>): Handles {
  const { aws_kinesis, Duration, RemovalPolicy } = cdk();
  const { mode, retention, shards } = settings;
  const stream = new aws_kinesis.Stream(scope, 'Stream', {
    ...(mode === 'provisioned' && shards !== undefined
      ? { streamMode: aws_kinesis.StreamMode.PROVISIONED, shardCount: shards.value }
      : { streamMode: aws_kinesis.StreamMode.ON_DEMAND }),
    retentionPeriod: Duration.hours(retention.value / 3600),
    // The AWS managed key: with a customer key every caller that puts would need a right to it.
    encryption: aws_kinesis.StreamEncryption.MANAGED,
    removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  return { stream };
}

export function observe(context: BuildContext<Settings>): Observed {
  const { Duration } = cdk();
  const { component } = context;
  const stream = context.own('stream');
  const minute = { period: Duration.minutes(1), statistic: 'Sum' };
  const throttled = stream.metricWriteProvisionedThroughputExceeded(minute);
  return {
    alarms: [
      {
        id: 'throttledPuts',
        label: `${component.label}: puts are throttled`,
        metric: throttled,
        threshold: 0,
        comparison: 'above',
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        missing: 'notBreaching',
        severity: 'page',
        action:
          'Senders repeat, so nothing is lost yet. Look for one hot key; else the stream doubles within 15 minutes.',
      },
    ],
    widgets: [
      {
        title: `${component.label}: records in and throttled`,
        metrics: [stream.metricIncomingRecords(minute), throttled],
      },
      { title: `${component.label}: bytes in`, metrics: [stream.metricIncomingBytes(minute)] },
      {
        title: `${component.label}: age of the oldest record read`,
        metrics: [
          stream.metricGetRecordsIteratorAgeMilliseconds({ period: Duration.minutes(1), statistic: 'Maximum' }),
        ],
      },
    ],
  };
}
