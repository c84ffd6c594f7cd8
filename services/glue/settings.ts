// Settings of a catalogue, the columns that follow from them, and findings over both.
import type { Architecture, Component, EventType } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Finding } from '../../compiler/findings.ts';
import { catalogueName } from '../kit/once-view.ts';
import { list, object, type Properties, record, reference } from '../kit/schema.ts';
import { type ColumnType, type Misfit, merge, scalar, struct, typeOf } from './column-types.ts';

export interface GlueSettings {
  readonly tables: Readonly<Record<string, { readonly events: readonly string[] }>>;
}

export const settings: Properties = {
  properties: {
    tables: record(
      object(
        {
          properties: {
            events: list(
              reference('event', 'An event.'),
              'Events in the table; its columns follow from their payloads.',
            ),
          },
          required: ['events'],
        },
        'One table of the lake.',
      ),
      'Tables by name; a delivery names the one that it fills. Partitioned by day and hour of arrival.',
    ),
  },
  required: ['tables'],
};

/** What an entry says of every event. Times are milliseconds since 1970. */
const metaFields: readonly (readonly [string, ColumnType])[] = [
  ['receivedat', scalar('bigint')],
  ['requestid', scalar('string')],
  ['source', scalar('string')],
  ['principal', scalar('string')],
];

export interface Columns {
  readonly meta: ColumnType;
  readonly event: ColumnType;
  readonly misfits: readonly Misfit[];
}

/** Columns of a table, from the payloads of its events. Events without one add none. `subjects`: names of identities in meta. */
export function columnsOf(events: readonly EventType[], subjects: readonly string[] = []): Columns {
  const own = subjects.map((name) => [name.toLowerCase(), scalar('string')] as const);
  let event: ColumnType = struct([]);
  const misfits: Misfit[] = [];
  for (const { schema } of events) {
    if (schema === undefined) continue;
    const typed = typeOf(schema);
    const both = merge(event, typed.type);
    event = both.type;
    misfits.push(...typed.misfits, ...both.misfits);
  }
  return { meta: struct([...metaFields, ...own]), event, misfits };
}

/** The table that a component says it fills, by its setting `table`. */
export const tableNamedBy = ({ settings }: Component): string | undefined =>
  'table' in settings && typeof settings.table === 'string' ? settings.table : undefined;

export const eventsOf = (architecture: Architecture, ids: readonly string[]): readonly EventType[] =>
  ids.flatMap((id) => architecture.workload.events.get(id) ?? []);

export function check(component: Component, settings: GlueSettings, architecture: Architecture): readonly Finding[] {
  const findings: Finding[] = [];
  const connections = [...architecture.connections.values()];
  const filled = connections
    .filter(({ to, does }) => to === component.id && does.includes('describe'))
    .flatMap(({ from }) => architecture.components.get(from) ?? [])
    .filter(({ id }) => connections.some(({ from, does }) => from === id && does.includes('deliver')))
    .map(tableNamedBy);
  const names = new Set<string>();
  for (const [table, { events }] of Object.entries(settings.tables)) {
    const path = ['components', component.id, 'tables', table];
    const bad = (message: string, hint: string): void => {
      findings.push(finding('bad-setting', path, message, hint, { on: 'key' }));
    };
    const name = catalogueName(table);
    if (!/^[a-z][a-z0-9_]*$/.test(name)) bad(`"${table}" cannot be a table's name.`, 'Begin with a letter.');
    if (names.has(name)) bad(`Two tables would be named "${name}".`, 'Give one of them another name.');
    names.add(name);
    const held = eventsOf(architecture, events);
    const bare = held.filter(({ schema }) => schema === undefined);
    if (bare.length > 0) {
      const list = bare.map(({ id }) => `"${id}"`).join(', ');
      bad(`No columns follow from ${list}: there is no payload schema.`, 'Add "payload" to the event.');
    }
    for (const { path: field, reason } of columnsOf(held).misfits) {
      bad(
        `In table "${table}" the field "${field}" ${reason}.`,
        'Give it one type and name, or the events two tables.',
      );
    }
    const fillers = filled.filter((each) => each === table).length;
    if (fillers !== 1) {
      bad(
        `${fillers === 0 ? 'No delivery fills' : 'More than one delivery fills'} the table "${table}".`,
        'One component must describe it ("table", and a "describe" arrow to the catalogue) and deliver to a bucket.',
      );
    }
  }
  return findings;
}
