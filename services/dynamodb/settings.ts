// Settings of a table, and the findings that a schema cannot say.
import type { Architecture, Component } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import {
  choice,
  flag,
  object,
  type Properties,
  quantity,
  quantityOr,
  record,
  type Schema,
  text,
} from '../kit/schema.ts';

type Field = string | { readonly field: string; readonly type?: 'string' | 'number' | 'binary' };

export interface Key {
  readonly partition: Field;
  readonly sort?: Field;
}

export interface Index extends Key {
  /** Share of the items that it holds, and so of the writes that reach it. Absent: all. */
  readonly share?: Figure;
}

export interface Settings {
  readonly key: Key & { readonly hottest?: Figure };
  readonly indexes?: Readonly<Record<string, Index>>;
  readonly timeToLive?: string;
  /** Seconds. */
  readonly keeps?: Figure | 'forever';
  readonly changes?: 'new-image' | 'old-image' | 'both-images' | 'keys';
  readonly pointInTime: boolean;
  readonly maxWrites?: Figure;
  readonly maxReads?: Figure;
  readonly warmWrites?: Figure;
  readonly holds?: { readonly items: Figure; readonly size: Figure };
}

const field = (description: string): Schema => ({
  anyOf: [
    text(`${description}: its name, for text.`),
    object(
      {
        properties: {
          field: text('Name of the attribute.'),
          type: choice(['string', 'number', 'binary'], 'Its type.', 'string'),
        },
        required: ['field'],
      },
      `${description}, with its type.`,
    ),
  ],
  description: `${description}.`,
});

const partition = field('Attribute by which items are spread over partitions');
const sort = field('Attribute by which the items of a partition are sorted');

export const settings: Properties = {
  properties: {
    key: object(
      {
        properties: {
          partition,
          sort,
          hottest: quantity(
            'share',
            'Share of the writes that go to one value of the partition key. Default: that of the event whose key it is.',
          ),
        },
        required: ['partition'],
      },
      'Primary key.',
    ),
    indexes: record(
      object(
        {
          properties: {
            partition,
            sort,
            share: quantity(
              'share',
              'Share of the items that it holds, and so of the writes that reach it. Default: all.',
            ),
          },
          required: ['partition'],
        },
        'A global secondary index.',
      ),
      'Global secondary indexes by name; each holds whole items.',
    ),
    timeToLive: text('Attribute with the second, since 1970, after which DynamoDB deletes the item.'),
    keeps: quantityOr(
      ['forever'],
      'duration',
      'How long an item lives at most: a duration, which takes timeToLive, or forever.',
    ),
    changes: choice(
      ['new-image', 'old-image', 'both-images', 'keys'],
      'Streams each change, with the item as it is, as it was, both, or its key alone. Absent: no stream.',
    ),
    pointInTime: flag('Can be restored to any second of the last 35 days; paid by what is stored.', true),
    maxWrites: quantity(
      'count',
      'Most write units a second, a guard against runaway cost. Writes above it are refused.',
    ),
    maxReads: quantity('count', 'Most read units a second. Reads above it are refused.'),
    warmWrites: quantity(
      'count',
      'Write units a second that the table takes at once, in place of those of a new table.',
    ),
    holds: object(
      {
        properties: {
          items: quantity('count', 'Items that it holds today.'),
          size: quantity('size', 'Size of one of them.'),
        },
        required: ['items', 'size'],
      },
      'What it holds today, for the cost of storage; it grows with the load.',
    ),
  },
  required: ['key'],
};

export const fieldName = (of: Field): string => (typeof of === 'string' ? of : of.field);
export const fieldType = (of: Field): 'string' | 'number' | 'binary' =>
  typeof of === 'string' ? 'string' : (of.type ?? 'string');

export function check(
  component: Component,
  { keeps, timeToLive, key, indexes, changes }: Settings,
  architecture: Architecture,
): readonly Finding[] {
  const at = (...keys: string[]) => ['components', component.id, ...keys];
  const findings: Finding[] = [];
  if (keeps !== undefined && keeps !== 'forever' && timeToLive === undefined)
    findings.push(
      finding(
        'bad-setting',
        at('keeps'),
        'Nothing deletes the items after that time.',
        'Name the attribute that holds their end in "timeToLive", or write "keeps: forever".',
      ),
    );
  if (changes === undefined && [...architecture.connections.values()].some((each) => each.from === component.id))
    findings.push(
      finding(
        'bad-setting',
        at(),
        `"${component.id}" sends on its changes, but has no change stream.`,
        'Add "changes: new-image", or remove the connection that leaves it.',
        { on: 'key' },
      ),
    );
  const types = new Map(
    [key.partition, ...(key.sort === undefined ? [] : [key.sort])].map((each) => [fieldName(each), fieldType(each)]),
  );
  if (key.sort !== undefined && fieldName(key.sort) === fieldName(key.partition))
    findings.push(
      finding(
        'bad-setting',
        at('key', 'sort'),
        'The key names one attribute twice.',
        'Remove "sort", or name another attribute.',
      ),
    );
  for (const [name, index] of Object.entries(indexes ?? {})) {
    for (const end of ['partition', 'sort'] as const) {
      const of = index[end];
      if (of === undefined) continue;
      const known = types.get(fieldName(of));
      if (known !== undefined && known !== fieldType(of))
        findings.push(
          finding(
            'bad-setting',
            at('indexes', name, end),
            `"${fieldName(of)}" is a ${known} elsewhere in this table.`,
            'An attribute has one type: give it the same in each key.',
          ),
        );
      types.set(fieldName(of), known ?? fieldType(of));
    }
  }
  return findings;
}
