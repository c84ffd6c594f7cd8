// The schema of what a model says beside components and connections.

import { pillars } from '../architecture.ts';
import {
  choice,
  either,
  flag,
  idPattern,
  list,
  named,
  object,
  quantity,
  record,
  reference,
  type Schema,
  text,
} from './parts.ts';

export const kinds: Schema = list(
  { type: 'string', pattern: idPattern, description: 'A noun in the singular.' },
  'What is counted, in the singular: "order", "visit". Events and requests are kinds too.',
);

export const stage: Schema = object(
  {
    properties: {
      load: quantity('share', 'Share of the full load. Default: all of it.'),
      protect: flag('Deletion protection, retained data, reserved concurrency. Default: true.'),
    },
  },
  'One copy of the pipeline.',
);

export const assumption: Schema = object(
  {
    properties: {
      statement: text('The sentence, with $value where the figure belongs.'),
      value: quantity('any', 'A number with its unit, or an expression over other assumptions.'),
      range: { type: 'string', description: 'What it may be: "1 .. 3 items / order".' },
      because: text('Why this value.'),
      source: text('Where the value was read.'),
      group: text('Heading in the document of assumptions, e.g. volume, rate, latency.'),
      fact: {
        type: 'string',
        pattern: '^[a-z0-9-]+/[A-Za-z0-9]+$',
        description: "The catalogue's figure that it stands for: service/fact.",
      },
    },
    required: ['statement', 'value', 'group'],
  },
  'One figure that is assumed.',
);

const scenario: Schema = object(
  {
    properties: {
      label: text('Name of the scenario. Default: its id in words.'),
      statement: text('What happens in it.'),
      factor: quantity('ratio', 'Multiplies all load of today.'),
      factors: {
        ...record(quantity('ratio', 'Multiplies this event as well.'), 'Extra factor by event.'),
        propertyNames: { 'x-reference': 'event' },
      },
      ramp: quantity('duration', 'Time in which the load builds up.'),
      hold: quantity('duration', 'Time for which it lasts.'),
      whatIf: flag('Shown, but nothing is promised or warned of for it. Default: false.'),
      failing: quantity('share', 'Share of batches that fail: gives recovery arrows their load.'),
    },
  },
  'One situation that the pipeline must bear.',
);

const eventKey: Schema = either(
  [
    text('Field by which records are spread.'),
    object(
      {
        properties: {
          field: text('Field by which records are spread.'),
          hottest: quantity('share', 'Share of the hottest key.'),
        },
        required: ['field'],
      },
      'Field by which records are spread, with the share of its hottest value.',
    ),
  ],
  'Field by which records are spread over partitions.',
);

const request = {
  label: text('Name of it. Default: its id in words.'),
  rate: quantity('rate', 'How many there are in a second on average, today.'),
  size: quantity('size', 'Bytes of one record, with envelope.'),
};

const event: Schema = object(
  {
    properties: {
      ...request,
      key: eventKey,
      payload: text("Path of its JSON Schema, relative to the model's folder."),
      madeBy: reference('component', 'Component that makes it inside the pipeline. Default: it comes from outside.'),
      from: list(reference('event', 'An event.'), 'Events out of which it is made.'),
    },
    required: ['rate', 'size'],
  },
  'Something that happens and is told once.',
);

export const workload: Schema = object(
  {
    properties: {
      growth: quantity('growth', 'Growth in a year, compounding.'),
      horizon: quantity('duration', 'How far ahead is planned, in years.'),
      scenarios: named(scenario, 'Situations that the pipeline must bear. The first one is the average.'),
      events: named(event, 'What happens.'),
      requests: named(
        object({ properties: request, required: ['rate', 'size'] }, 'Something asked and answered.'),
        'What is asked and answered; neither stored nor keyed.',
      ),
    },
    required: ['growth', 'horizon', 'scenarios', 'events'],
  },
  'How much there is to carry.',
);

const along = {
  from: reference('component', 'Component at which the way begins.'),
  to: reference('component', 'Component at which the way ends.'),
  carrying: reference('event', 'Event that is followed.'),
};

const objectives: Readonly<
  Record<string, { readonly properties: Readonly<Record<string, Schema>>; readonly required: readonly string[] }>
> = {
  latency: {
    properties: {
      ...along,
      p50: quantity('duration', 'Half are faster.'),
      p99: quantity('duration', 'Ninety-nine in a hundred are faster.'),
    },
    required: ['from', 'to', 'carrying', 'p99'],
  },
  availability: {
    properties: { ...along, monthly: quantity('share', 'Share of a month.') },
    required: ['from', 'to', 'carrying', 'monthly'],
  },
  durability: {
    properties: {
      at: reference('component', 'Component that acknowledges.'),
      zones: quantity('count', 'Availability Zones that hold it by then.'),
    },
    required: ['at', 'zones'],
  },
  cost: {
    properties: {
      scenario: reference('scenario', 'Scenario that is priced.'),
      year: { type: 'integer', minimum: 0, description: 'Year that is priced; today is 0.' },
      except: list(reference('component', 'A component.'), 'Components that do not count.'),
      monthly: quantity('monthlyMoney', 'Most that a month may cost.'),
    },
    required: ['scenario', 'year', 'monthly'],
  },
};

export const objective: Schema = {
  type: 'object',
  discriminator: { propertyName: 'kind' },
  required: ['kind'],
  oneOf: Object.entries(objectives).map(([kind, { properties, required }]) =>
    object(
      {
        properties: {
          kind: { const: kind, description: `A promise of ${kind}.` },
          statement: text('The promise, with the placeholder of its figure in it.'),
          ...properties,
        },
        required: ['kind', 'statement', ...required],
      },
      `A promise of ${kind}.`,
    ),
  ),
};

export const group: Schema = object(
  {
    properties: {
      label: text('What the frame says. A cloud and a Region are named by what they are.'),
      kind: choice(
        ['plain', 'cloud', 'region', 'strip'],
        'plain, the AWS cloud, a Region, or a strip of marks at the foot. Default: plain.',
      ),
      region: {
        type: 'string',
        pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$',
        description: 'AWS Region of a group of kind region, e.g. us-east-1.',
      },
      in: reference('group', 'Group that encloses it.'),
    },
  },
  'A frame around components.',
);

export const steps: Schema = list(text('One step.'), 'The walk-through, step by step; arrows name the numbers.');

export const consideration: Schema = object(
  {
    properties: {
      pillar: choice(pillars, 'Pillar of the Well-Architected Framework.'),
      title: text('What it is about.'),
      text: text('What a reviewer should know.'),
    },
    required: ['pillar', 'title', 'text'],
  },
  'What a reviewer asks beyond components and decisions.',
);

export const decision: Schema = object(
  {
    properties: {
      title: text('What was decided.'),
      because: text('Why.'),
      insteadOf: record(text('The reason against it.'), 'Each alternative, and the reason against it.'),
      revisit: text('When to look at it again.'),
    },
    required: ['title', 'because'],
  },
  'One decision.',
);
