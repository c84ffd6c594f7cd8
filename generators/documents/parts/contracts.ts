// Payload schemas to tables of fields; marks of personal data to the stores that hold them.
import type { EventType, JsonObject } from '../../../compiler/architecture.ts';
import { movesOf, serviceOf, storesIn } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Flow } from '../../../compiler/plan/plan.ts';
import { capital } from '../../../compiler/wording.ts';
import type { Artefacts } from '../../artefacts.ts';
import { figureText } from '../figure-text.ts';
import { code, folded, joined, type Markdown, md, table } from '../markdown.ts';
import type { View } from '../template.ts';
import { counted } from '../words.ts';

export interface Field {
  readonly path: string;
  readonly type: string;
  /** Where it is short enough to say something. */
  readonly pattern?: string;
  readonly required: boolean;
  readonly description: string;
  readonly personal: boolean;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Fields of a payload schema, nested ones by path: "segments[].route". */
export function fieldsOf(schema: JsonObject, path = ''): readonly Field[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(properties).flatMap(([name, value]) => {
    if (!isObject(value)) return [];
    const here = path === '' ? name : `${path}.${name}`;
    const items = isObject(value.items) ? value.items : undefined;
    const own: Field = {
      path: items ? `${here}[]` : here,
      type: typeOf(value),
      ...(typeof value.pattern === 'string' && value.pattern.length <= 40 ? { pattern: value.pattern } : {}),
      required: required.has(name),
      description: textOf(value.description),
      personal: value['x-class'] === 'personal',
    };
    return [own, ...fieldsOf(items ?? value, own.path)];
  });
}

function typeOf(schema: JsonObject): string {
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(', ');
  const type = Array.isArray(schema.type) ? schema.type.map(String).join(' or ') : textOf(schema.type);
  if (type === 'array' && isObject(schema.items)) return `list of ${typeOf(schema.items)}`;
  return type;
}

export function contractViews({ plan }: Artefacts): readonly View[] {
  return [...plan.architecture.workload.events.values()].flatMap((event) =>
    event.schema ? [contractView(event, event.schema)] : [],
  );
}

function contractView(event: EventType, schema: JsonObject): View {
  const fields = fieldsOf(schema);
  return {
    label: event.label,
    description: textOf(schema.description),
    size: figureText(event.size),
    key: event.key === undefined ? undefined : md(code(event.key)),
    source: event.payload ? md(code(event.payload)) : undefined,
    fields: folded(
      summaryOf(fields),
      table(
        ['Field', 'Type', 'Required', 'Meaning'],
        fields.map((field) => [
          md(code(field.path)),
          joined([field.type, field.pattern === undefined ? '' : md(code(field.pattern))]),
          field.required ? 'yes' : '',
          field.personal ? `${field.description} (personal)` : field.description,
        ]),
      ),
    ),
  };
}

function summaryOf(fields: readonly Field[]): string {
  const personal = fields.filter((field) => field.personal).length;
  return `${capital(counted(fields.length, 'field'))}, ${personal === 0 ? 'none' : counted(personal, 'of them', 'of them')} personal`;
}

/** Stores that receive an event with a personal field, and whatever else says how it erases, with how long they keep it. */
export function personalData({ plan, catalogue }: Artefacts): Markdown {
  const personal = [...plan.architecture.workload.events.values()].filter(
    (event) => event.schema && fieldsOf(event.schema).some((field) => field.personal),
  );
  const { components } = averageOf(plan);
  // Arrows of recovery carry nothing on average, but what their source takes in is what they set aside.
  const setAsideAt = (id: string): readonly Flow[] =>
    [...plan.architecture.connections.values()]
      .filter((each) => each.to === id && movesOf(each, plan.architecture, catalogue).some(({ move }) => move.begins))
      .flatMap(({ from }) => components.get(from)?.inflow.flows ?? []);
  const rows = [...components.values()].flatMap(({ component, inflow }) => {
    const service = serviceOf(component.id, plan.architecture, catalogue);
    const arriving = new Set([...inflow.flows, ...setAsideAt(component.id)].map((flow) => flow.event));
    const held = personal.filter((event) => arriving.has(event.id));
    const told = component.erasure !== undefined || (storesIn(component, catalogue) && held.length > 0);
    if (!service || !told) return [];
    return [[component.label, service.short, held.map((event) => event.label).join(', '), component.erasure ?? '']];
  });
  return table(['Where', 'Service', 'Receives', 'Kept and erased'], rows);
}
