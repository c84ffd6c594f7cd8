// Alarms in the synthesised templates to what raises them: threshold with its unit, periods, and how many of them.
import { unitKey } from '../../../services/kit/owners.ts';
import type { Artefacts } from '../../artefacts.ts';
import { durationText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';

/** What a template says of an alarm, as far as it is shown. */
export interface Alarm {
  readonly ComparisonOperator?: string;
  readonly Threshold?: number;
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
  readonly Metrics?: readonly {
    readonly Label?: string;
    readonly ReturnData?: boolean;
    readonly MetricStat?: { readonly Period?: number };
  }[];
}

/** Alarms of the main stage, as they stand in its templates. */
export async function alarmTable({ plan, synthesis }: Artefacts): Promise<Markdown> {
  const { resources } = await synthesis();
  const rows = resources
    .filter(({ stage, type }) => stage === plan.mainStage && type === 'AWS::CloudWatch::Alarm')
    .map(({ properties, metadata }) => [
      String(properties.AlarmName ?? ''),
      raised(properties, metadata[unitKey]),
      String(properties.AlarmDescription ?? ''),
    ]);
  return table(
    ['Alarm', 'Raised', 'Why, and what to do'],
    rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'from',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'down to',
};

/** A threshold as its unit wants it; a count stands as it is. */
function thresholdText(threshold: number, unit: unknown): string {
  switch (unit) {
    case 's':
      return durationText(threshold);
    case 'ms':
      return durationText(threshold / 1000);
    case 'share':
      return `${Number((threshold * 100).toPrecision(6))} %`;
    default:
      return String(threshold);
  }
}

/** "above 5 s for 3 min in a row", "above 0 in 2 of 3 periods of 1 min". */
export function raised(alarm: Alarm, unit?: unknown): string {
  const { ComparisonOperator = '', Threshold = 0, EvaluationPeriods = 1, TreatMissingData } = alarm;
  const { DatapointsToAlarm = EvaluationPeriods } = alarm;
  const shown = alarm.Metrics?.find(({ ReturnData }) => ReturnData === true);
  const period = alarm.Period ?? alarm.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])[0];
  const [, percent = ''] = /\((%)\)$/.exec(shown?.Label ?? '') ?? [];
  return [
    comparisons[ComparisonOperator] ?? ComparisonOperator,
    thresholdText(Threshold, unit),
    percent,
    period === undefined ? '' : periods(period, EvaluationPeriods, DatapointsToAlarm),
    TreatMissingData === 'breaching' ? 'or nothing measured' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function periods(seconds: number, evaluated: number, needed: number): string {
  const each = periodText(seconds);
  if (needed < evaluated) return `in ${needed} of ${evaluated} periods of ${each}`;
  if (evaluated === 1) return `in a period of ${each}`;
  return seconds === 60 ? `for ${evaluated} min in a row` : `in ${evaluated} periods of ${each} in a row`;
}

/** "1 min", where a duration elsewhere is "60 s". */
function periodText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
