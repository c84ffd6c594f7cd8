// A delivery to its alarms and widgets: late, failed, or not to be converted.
import type { AlarmSpec, BuildContext, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import type { FirehoseSettings } from './settings.ts';

/** Twice the interval: one may pass while a delivery is under way. */
const intervalsLate = 2;
const leastSuccess = 0.99;

export function observe({ own, settings }: BuildContext<FirehoseSettings>): Observed {
  const { aws_cloudwatch, Duration } = cdk();
  const name = own('delivery').stream?.ref;
  if (name === undefined) return { alarms: [], widgets: [] };
  const metric = (metricName: string, statistic: string) =>
    new aws_cloudwatch.Metric({
      namespace: 'AWS/Firehose',
      metricName,
      dimensionsMap: { DeliveryStreamName: name },
      statistic,
      period: Duration.minutes(5),
    });
  const late = intervalsLate * settings.every.value;
  const common = { evaluationPeriods: 1, missing: 'notBreaching', severity: 'ticket' } as const;
  const alarms: AlarmSpec[] = [
    {
      ...common,
      id: 'Freshness',
      label: `records wait longer than ${late} s`,
      metric: metric('DeliveryToS3.DataFreshness', 'Maximum'),
      threshold: late,
      unit: 's',
      comparison: 'above',
      action:
        'Records wait longer than twice the interval. Look at the error log and at the bucket, its policy and its key; the stream holds what is not delivered, and the delivery reads on by itself.',
    },
    {
      ...common,
      id: 'Success',
      label: 'deliveries to the bucket fail',
      metric: metric('DeliveryToS3.Success', 'Average'),
      threshold: leastSuccess,
      unit: 'share',
      comparison: 'below',
      action:
        'Puts to the bucket are refused. Look at the error log; correct policy or key, and the delivery goes on by itself.',
    },
  ];
  if (settings.format === 'parquet') {
    alarms.push({
      ...common,
      id: 'Conversion',
      label: 'records cannot be converted',
      metric: metric('FailedConversion.Records', 'Sum'),
      threshold: 0,
      comparison: 'above',
      action:
        'Records do not fit the columns of their table and were set aside below the folder of errors, as they came. Correct table or sender, then have them sent again: until then whatever reads the lake, a recount too, misses them.',
    });
  }
  return {
    alarms,
    widgets: [
      { title: 'Age of the oldest record', metrics: [metric('DeliveryToS3.DataFreshness', 'Maximum')] },
      {
        title: 'Records',
        metrics: [metric('DeliveryToS3.Records', 'Sum'), metric('FailedConversion.Records', 'Sum')],
      },
    ],
  };
}
