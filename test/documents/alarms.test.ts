// What a template says of an alarm, in words.
import { expect, it } from 'vitest';
import { type Alarm, raised } from '../../generators/documents/parts/alarms.ts';

const above = { ComparisonOperator: 'GreaterThanThreshold', Period: 60, EvaluationPeriods: 3 };

const cases: readonly (readonly [words: string, alarm: Alarm, unit?: string])[] = [
  ['above 5 s for 3 min in a row', { ...above, Threshold: 5000 }, 'ms'],
  ['above 300 ms for 5 min in a row', { ...above, EvaluationPeriods: 5, Threshold: 300 }, 'ms'],
  ['above 0 in 2 of 3 periods of 1 min', { ...above, DatapointsToAlarm: 2, Threshold: 0 }],
  ['above 15 min in 3 periods of 5 min in a row', { ...above, Period: 300, Threshold: 900 }, 's'],
  [
    'below 99.5 % in a period of 5 min',
    {
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 0.995,
      Period: 300,
      EvaluationPeriods: 1,
    },
    'share',
  ],
  [
    'below 1 in 26 periods of 1 h in a row or nothing measured',
    {
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3600,
      EvaluationPeriods: 26,
      TreatMissingData: 'breaching',
    },
  ],
  [
    'from 1 % in a period of 5 min',
    {
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      Metrics: [
        { MetricStat: { Period: 300 }, Label: 'failed', ReturnData: false },
        { Label: 'Requests that fail (%)', ReturnData: true },
      ],
    },
  ],
];

it.each(cases.map(([words, alarm, unit]) => ({ words, alarm, unit })))('$words', ({ words, alarm, unit }) => {
  expect(raised(alarm, unit)).toBe(words);
});
