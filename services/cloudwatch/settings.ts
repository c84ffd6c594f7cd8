// Settings of the monitor, and findings over them that a schema cannot say.
import type { Architecture, Component, Stage } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { secondsPerDay } from '../../compiler/time.ts';
import { daysKept } from '../kit/log-group.ts';
import { choice, object, type Properties, quantity, record, reference, text } from '../kit/schema.ts';

export interface NamedMetric {
  readonly from: string;
  readonly name: string;
  readonly above?: number;
  /** Seconds. */
  readonly missingFor?: Figure;
  readonly severity: 'page' | 'ticket';
  readonly label: string;
  readonly action?: string;
}

export interface CloudWatchSettings {
  /** `perCall` in bytes, `keep` in seconds. */
  readonly logs?: { readonly perCall: Figure; readonly keep: Figure };
  readonly traces?: Figure;
  /** `within` in seconds. */
  readonly silence?: { readonly event: string; readonly within: Figure };
  readonly metrics?: Readonly<Record<string, NamedMetric>>;
  readonly metricsEach: Figure;
}

const severity = choice(['page', 'ticket'], 'Whether it wakes somebody or waits for the morning.');

export const settings: Properties = {
  properties: {
    logs: object(
      {
        properties: {
          perCall: quantity('size', 'What a call of an endpoint or a function leaves in the logs.'),
          keep: quantity('duration', 'How long logs are kept, in days that CloudWatch knows: 7 d, 14 d, 30 d, 90 d …'),
        },
        required: ['perCall', 'keep'],
      },
      'Logs of the whole stack.',
    ),
    traces: quantity('share', 'Share of the requests that are traced. Default: as X-Ray does by itself.'),
    silence: object(
      {
        properties: {
          event: reference('event', 'An event that always comes, if seldom.'),
          within: quantity('duration', 'So long without one is a fault.'),
        },
        required: ['event', 'within'],
      },
      'Pages when nothing is accepted: no error shows where nobody gets through. Left out in stages with so little load that silence is usual.',
    ),
    metrics: record(
      object(
        {
          properties: {
            from: reference('component', 'Function whose code writes the metric.'),
            name: text('Name of the metric.'),
            above: { type: 'number', description: 'The alarm goes off above this.' },
            missingFor: quantity('duration', 'The alarm goes off when nothing was written for so long.'),
            severity,
            label: text('What the alarm says, in a few words.'),
            action: text("What to do about it. Default: the component's recovery."),
          },
          required: ['from', 'name', 'severity', 'label'],
        },
        'An alarm on a metric of your own code; give "above" or "missingFor".',
      ),
      'Alarms on metrics of your own code, by name.',
    ),
    metricsEach: quantity('any', 'How many metrics of its own a function writes on average.', '4'),
  },
};

const secondsPerHour = 3600;

export interface Periods {
  readonly periodSeconds: number;
  readonly count: number;
}

/** How an alarm looks at a span of time without a value. Undefined where CloudWatch cannot look so long or so finely. */
export function periodsOf({ value }: Figure): Periods | undefined {
  if (value < 60 || value > 7 * secondsPerDay) return undefined;
  const periodSeconds = value > secondsPerDay || value % secondsPerHour === 0 ? secondsPerHour : 60;
  return value % periodSeconds === 0 ? { periodSeconds, count: value / periodSeconds } : undefined;
}

/** With a tenth of them at night, the chance that none comes is one in twenty thousand. */
const leastExpected = 100;

/** Whether so many events are expected within the time that their absence means something. */
export function silenceTells(
  { silence }: Pick<CloudWatchSettings, 'silence'>,
  { workload }: Architecture,
  stage?: Stage,
): boolean {
  if (silence === undefined) return false;
  const rate = workload.events.get(silence.event)?.rate.value ?? 0;
  return rate * (stage?.load?.value ?? 1) * silence.within.value >= leastExpected;
}

export function check(
  component: Component,
  { logs, silence, metrics = {} }: CloudWatchSettings,
  architecture: Architecture,
): readonly Finding[] {
  const path = ['components', component.id];
  const findings: Finding[] = [];
  if (logs !== undefined && !daysKept.includes(logs.keep.value / secondsPerDay)) {
    const hint = `It knows ${daysKept.slice(0, 12).join(', ')} days and some more.`;
    findings.push(finding('bad-setting', [...path, 'logs', 'keep'], 'CloudWatch cannot keep logs for so long.', hint));
  }
  if (silence !== undefined && (silence.within.value % 60 !== 0 || silence.within.value > secondsPerDay)) {
    findings.push(
      finding(
        'bad-setting',
        [...path, 'silence', 'within'],
        'Silence is looked at over whole minutes, up to a day.',
        'Write it in minutes: "15 min".',
      ),
    );
  }
  if (silence !== undefined && !silenceTells({ silence }, architecture)) {
    findings.push(
      finding(
        'bad-setting',
        [...path, 'silence', 'within'],
        `Fewer than ${leastExpected} of "${silence.event}" come within this time: silence would be usual at night.`,
        'Take a longer time, or an event that comes more often.',
      ),
    );
  }
  for (const [id, { above, missingFor }] of Object.entries(metrics)) {
    const at = [...path, 'metrics', id];
    if ((above === undefined) === (missingFor === undefined)) {
      const message = `"${id}" needs one bound.`;
      findings.push(finding('bad-setting', at, message, 'Give either "above" or "missingFor".', { on: 'key' }));
    }
    if (missingFor !== undefined && periodsOf(missingFor) === undefined) {
      const message = 'An alarm looks back over whole minutes up to a day, or whole hours up to a week.';
      findings.push(finding('bad-setting', [...at, 'missingFor'], message, 'Write it in hours: "26 h".'));
    }
  }
  const same = [...architecture.components.values()].filter(
    ({ service, region }) => service === component.service && region === component.region,
  );
  if (same.length > 1 && same[0]?.id !== component.id) {
    const message = `"${same[0]?.id}" already watches this Region.`;
    findings.push(finding('bad-setting', path, message, 'Keep one monitor in each Region.', { on: 'key' }));
  }
  return findings;
}
