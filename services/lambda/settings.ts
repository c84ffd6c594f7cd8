// Settings of a function.
import type { Figure } from '../../compiler/figures.ts';
import { object, type Properties, quantity, text } from '../kit/schema.ts';

export interface Settings {
  /** Folder under the model's handlers/. */
  readonly handler: string;
  /** Bytes. */
  readonly memory: Figure;
  /** Seconds. */
  readonly timeout: Figure;
  readonly reserved?: Figure;
  /** Seconds per batch and per event. */
  readonly duration: { readonly perBatch: Figure; readonly perEvent: Figure };
  /** Seconds. */
  readonly latency?: { readonly p50: Figure; readonly p99: Figure };
  /** Seconds. */
  readonly stale?: Figure;
}

export const settings: Properties = {
  properties: {
    handler: {
      ...text('Folder of its code under handlers/ beside the model; its index.ts exports "handler".'),
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
    },
    memory: quantity('size', 'Memory, 128 to 10,240 MiB; processor time grows with it.', '512 MiB'),
    timeout: quantity('duration', 'Longest time that one call may take, up to 15 min.', '30 s'),
    reserved: quantity(
      'count',
      'Executions kept for this function, and the most that it may have at once. Only in stages that protect.',
    ),
    duration: object(
      {
        properties: {
          perBatch: quantity('any', 'Time that each call takes whatever it holds, e.g. 5 ms / batch.'),
          perEvent: quantity('any', 'Time that each record adds, e.g. 2 ms / event.'),
        },
        required: ['perBatch', 'perEvent'],
      },
      'How long its own code takes; concurrency and cost follow from it.',
    ),
    latency: object(
      {
        properties: {
          p50: quantity('duration', 'Median.'),
          p99: quantity('duration', '99th percentile.'),
        },
        required: ['p50', 'p99'],
      },
      'Time that passing through takes, in place of the start of an invocation.',
    ),
    stale: quantity(
      'duration',
      'Age of the oldest record above which an alarm is raised. Default: 5 s where records are pushed, 1 min where batches are gathered for up to 10 s, else 5 min.',
    ),
  },
  required: ['handler', 'duration'],
};

/** Of feed and push. Quantities are Figures; those of the other kind of source are absent. */
export interface Polling {
  readonly batch: Figure;
  readonly window: Figure;
  readonly maxAge?: Figure;
  readonly retries?: Figure;
  readonly parallel?: Figure;
  readonly bisect?: boolean;
  readonly maxConcurrency?: Figure;
  readonly p99?: Figure;
}

const batch = (most: string, fallback: string) =>
  quantity('count', `Most records of one call, up to ${most}.`, fallback);
const window = quantity(
  'duration',
  'Longest time to gather a batch, up to 5 min. 0 s hands over what is there.',
  '0 s',
);

const ofStreams = {
  batch: batch('10,000', '100'),
  window,
  maxAge: quantity(
    'duration',
    'Records older than that are set aside, 1 min to 7 d. Default: as long as the stream holds.',
  ),
  retries: quantity('count', 'How often a failed batch is tried again before it is set aside.', '10'),
  parallel: quantity('count', 'Batches of one lane in work at once, 1 to 10. Order holds for each key only.', '1'),
  bisect: {
    type: 'boolean',
    description: 'Halve a failed batch, so that one bad record does not take the others with it.',
    default: true,
  },
} as const;

export const feedSettings: Properties = { properties: ofStreams };

export const pushSettings: Properties = {
  properties: {
    ...ofStreams,
    p99: quantity(
      'duration',
      '99th percentile of the delivery, which AWS does not publish. Default: twice the average.',
    ),
  },
};

export const queueSettings: Properties = {
  properties: {
    batch: batch('10,000', '10'),
    window,
    maxConcurrency: quantity(
      'count',
      'Most calls at once for this queue, 2 to 1,000. Default: as many as the account has.',
    ),
  },
};
