// Keys that every connection may have, whatever it does.
import { choice, either, list, named, object, quantity, record, reference, type Schema, text } from './parts.ts';

export const connectionRequired: readonly string[] = ['from', 'to', 'does', 'label'];

export function connectionKeys(verbs: readonly string[]): Readonly<Record<string, Schema>> {
  const verb: Schema = { enum: verbs, description: 'What the arrow does; the two services decide what it becomes.' };
  return {
    id: {
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9.-]*$',
      description: 'Default: from.does.to. Needed where two connections would have the same.',
    },
    from: reference('component', 'Component at which it begins.'),
    to: reference('component', 'Component at which it ends.'),
    does: either([verb, { type: 'array', items: verb, minItems: 1 }], 'What the arrow does, in one or more verbs.'),
    rarely: either(
      [verb, { type: 'array', items: verb, minItems: 1 }],
      'Verbs that are allowed but carry no steady load.',
    ),
    label: text('What the arrow says: "puts by order".'),
    carries: either(
      [
        list(reference('event', 'An event or request.'), 'Events that it carries, all of each.'),
        {
          ...record(quantity('share', 'Share of the event.'), 'Events that it carries, each with its share.'),
          propertyNames: { 'x-reference': 'event' },
        },
      ],
      'Events that it carries: a list, or each with its share.',
    ),
    per: choice(['event', 'batch', 'request'], 'What `items` counts for. Default: event.'),
    items: quantity('ratio', 'Items read or written for each event or batch.'),
    size: quantity('size', 'Size of one item.'),
    ratio: quantity('ratio', 'Bytes out for each byte in, e.g. of compression.'),
    distinct: object(
      {
        properties: {
          of: quantity('count', 'Number of values there are.'),
          skew: quantity('ratio', 'Zipf exponent of their popularity.'),
          plus: quantity('count', 'Constant to add.'),
        },
        required: ['of', 'skew'],
      },
      'Items are the different values that occur among the records of a batch.',
    ),
    only: object(
      {
        properties: {
          when: text('What passes, in words.'),
          share: quantity('share', 'Share of the records that passes.'),
          filters: named({ type: 'object' }, 'Filter pattern by event.'),
        },
        required: ['when'],
      },
      'Takes only a part of what the source sends.',
    ),
    takes: object(
      {
        properties: {
          p50: quantity('duration', 'Half are faster.'),
          p99: quantity('duration', 'Ninety-nine in a hundred are faster.'),
        },
        required: ['p50', 'p99'],
      },
      "Time that the arrow takes, measured or assumed, in place of the catalogue's.",
    ),
    together: text('Arrows of one name are one transaction and one hop.'),
    on: {
      const: 'failure',
      description: 'A way of recovery: carries load only when something fails, and may close a circle.',
    },
    step: { type: 'integer', minimum: 1, description: 'Step of the walk-through.' },
  };
}
