// The catalogue to a page that explains every key of the model language, every service, arrow, unit and finding.

import type { Capability, Move, Service } from '../../services/service.ts';
import { codes } from '../codes.ts';
import type { Catalogue } from '../moves.ts';
import { builtInKinds, exampleOf, isQuantityType, type QuantityType, quantityTypes } from '../quantities/index.ts';
import { units } from '../quantities/units.ts';
import { isObject, valueAt } from '../source/source.ts';
import { spaced } from '../wording.ts';
import { componentKeys, composeSchema, connectionProperties } from './compose.ts';
import type { Schema } from './parts.ts';
import { beginning, quantitiesProse } from './reference-prose.ts';

/** Markdown; the same bytes for the same catalogue. */
export function referenceText(catalogue: Catalogue): string {
  const schema = composeSchema(catalogue);
  const top = part(schema, 'properties');
  const services = [...catalogue.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const sections = Object.entries(top).filter(([key]) => key !== 'components' && key !== 'connections');
  return [
    beginning,
    '## Top level',
    tableOf(schema, { shallow: true }),
    quantitiesProse([...units.keys()], builtInKinds),
    rows(
      ['Form', 'Like'],
      quantityTypes.map((type) => [quantityName(type), `\`${exampleOf(type)}\``]),
    ),
    ...sections.flatMap(([key, section]) => sectionOf(key, section)),
    '## components',
    'An id, and below it `service` and:',
    tableOf({ properties: componentKeys, required: ['label', 'in', 'purpose'] }),
    'The settings of each service stand beside these.',
    ...services.flatMap((service) => [
      `### ${service.id}`,
      `${service.title}.`,
      Object.keys(service.settings.properties).length === 0
        ? 'No settings of its own.'
        : tableOf({ ...service.settings }),
    ]),
    '## connections',
    'A list. Keys that only some arrows have are named beside them in the next table.',
    tableOf({ properties: connectionProperties(catalogue), required: ['from', 'to', 'does', 'label'] }),
    '### What an arrow does',
    'It decides what is provisioned and permitted. "Carries": `said` must be written, `all` is what its source holds, `nothing` is a control arrow.',
    movesTable(services),
    '## Findings',
    'What `validate` may say.',
    rows(
      ['Code', 'Severity', 'Means', 'Way out'],
      [...codes].map(([id, { severity, title, wayOut }]) => [`\`${id}\``, severity, `${title}.`, wayOut]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function sectionOf(key: string, section: unknown): readonly string[] {
  if (!isObject(section)) return [];
  const entry = part(section, 'additionalProperties');
  const forms = Array.isArray(entry.oneOf) ? entry.oneOf.filter(isObject) : [];
  const body = forms.length > 0 ? forms.map(tableOfForm) : [isObject(entry.properties) ? tableOf(entry) : ''];
  const own = isObject(section.properties) ? [tableOf(section)] : body.filter((text) => text !== '');
  if (own.length === 0) return [];
  const lead = isObject(entry.properties) || forms.length > 0 ? ' By id:' : '';
  return [`## ${key}`, `${String(section.description)}${lead}`, ...own];
}

/** One of several forms, told apart by a word: `kind: latency`. */
function tableOfForm(form: Schema): string {
  const kind = valueAt(form, ['properties', 'kind', 'const']);
  return `\`kind: ${String(kind)}\`\n\n${tableOf(form)}`;
}

function tableOf(schema: Schema, { shallow = false } = {}): string {
  return rows(['Key', 'Required', 'Form', 'Meaning'], keysOf(schema, '', shallow));
}

function keysOf(schema: Schema, before: string, shallow: boolean): readonly (readonly string[])[] {
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(part(schema, 'properties')).flatMap(([key, value]) => {
    if (!isObject(value)) return [];
    const name = `${before}${key}`;
    const description = String(value.description ?? '');
    const fallback =
      value.default === undefined || description.includes('Default') ? '' : ` Default: ${String(value.default)}.`;
    const own = [`\`${name}\``, required.includes(key) ? 'yes' : '', formOf(value), `${description}${fallback}`];
    if (shallow) return [own];
    const inner = part(value, 'additionalProperties');
    const items = part(value, 'items');
    const object = alternatives(value).find((each) => isObject(each.properties));
    const deeper = isObject(inner.properties)
      ? keysOf(inner, `${name}.*.`, false)
      : isObject(items.properties)
        ? keysOf(items, `${name}[].`, false)
        : object === undefined
          ? []
          : keysOf(object, `${name}.`, false);
    return [own, ...deeper];
  });
}

const alternatives = (schema: Schema): readonly Schema[] =>
  Array.isArray(schema.anyOf) ? schema.anyOf.filter(isObject) : [schema];

function formOf(schema: Schema): string {
  if (Array.isArray(schema.anyOf)) return [...new Set(alternatives(schema).map(formOf))].join(' or ');
  const type = schema['x-quantity'];
  if (isQuantityType(type)) return quantityName(type);
  if (typeof schema['x-reference'] === 'string')
    return `id of a ${schema['x-reference']}`.replace('a event', 'an event');
  // The verbs have a table of their own.
  if (Array.isArray(schema.enum) && schema.enum.length > 12) return 'verb';
  if (Array.isArray(schema.enum)) return schema.enum.map((each) => `\`${String(each)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.type === 'array') return `list of: ${formOf(part(schema, 'items'))}`;
  if (schema.type === 'object') return isObject(schema.additionalProperties) ? 'by name' : 'keys';
  const names: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', boolean: 'true, false' };
  return names[String(schema.type)] ?? String(schema.type);
}

const quantityName = (type: QuantityType): string =>
  type === 'any' ? 'quantity' : spaced(type).replace('monthly money', 'money a month');

function movesTable(services: readonly Service[]): string {
  const offering = (to: Capability): string =>
    services
      .filter(({ offers }) => offers.includes(to))
      .map(({ id }) => id)
      .join(', ');
  const end = (capability: Move['from'], self: string): string => (capability === 'self' ? self : offering(capability));
  const all = services.flatMap((service) =>
    service.moves.map((move) => [
      move.does,
      end(move.from, service.id),
      end(move.to, service.id),
      move.carries,
      Object.keys(move.settings?.properties ?? {})
        .map((key) => `\`${key}\``)
        .join(', '),
      move.mechanism,
    ]),
  );
  const sorted = [...all]
    .sort((a, b) => (a.join() < b.join() ? -1 : 1))
    .map(([does, ...others]) => [`\`${does}\``, ...others]);
  return rows(['does', 'From', 'To', 'Carries', 'Own keys', 'Becomes'], sorted);
}

const part = (schema: Schema, key: string): Schema => {
  const found = schema[key];
  return isObject(found) ? found : {};
};

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
