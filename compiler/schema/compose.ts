// The catalogue to one JSON Schema of a model, for validation and for completion and hover text in editors.
import type { Service } from '../../services/service.ts';
import type { Catalogue } from '../moves.ts';
import { isObject, valueAt } from '../source/source.ts';
import { connectionKeys, connectionRequired } from './connection.ts';
import { assumption, consideration, decision, group, kinds, objective, stage, steps, workload } from './model.ts';
import { list, named, object, type Properties, reference, type Schema, text } from './parts.ts';

const composed = new WeakMap<Catalogue, Schema>();

/** Throws where two services contradict each other or the common keys: our bug, not the model's. */
export function composeSchema(catalogue: Catalogue): Schema {
  const known = composed.get(catalogue);
  if (known !== undefined) return known;
  const schema = compose(catalogue);
  composed.set(catalogue, schema);
  return schema;
}

/** The schema as a file: the same bytes for the same catalogue. */
export function schemaText(catalogue: Catalogue): string {
  return `${JSON.stringify(composeSchema(catalogue), null, 2)}\n`;
}

function compose(catalogue: Catalogue): Schema {
  const services = [...catalogue.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const verbs = [...new Set(services.flatMap((service) => service.moves.map((move) => move.does)))].sort();
  const model = object(
    {
      properties: {
        name: {
          type: 'string',
          pattern: '^[a-z][a-z0-9-]{0,39}$',
          description: 'Short name, in small letters, digits and hyphens: stands at the start of every resource name.',
        },
        title: text('Title of the documents and pictures.'),
        summary: text('What the pipeline is for, in a sentence or two.'),
        owner: text('Team that answers for it.'),
        kinds,
        stages: named(
          stage,
          'Copies of the pipeline, such as dev and prod. The one without "load" stands for the whole.',
        ),
        assumptions: named(assumption, 'Every figure that is assumed, declared once and used by name.'),
        workload,
        objectives: named(objective, 'Promises, each checked against what is computed.'),
        groups: named(group, 'Frames of the picture, and the Regions in which components stand.'),
        components: named(componentSchema(services), 'What the pipeline is made of.'),
        connections: list(
          connectionSchema(services, verbs),
          'Arrows of the picture; each becomes wiring and a permission.',
        ),
        steps,
        considerations: named(
          consideration,
          'What a reviewer asks beyond components and decisions, by Well-Architected pillar.',
        ),
        decisions: named(decision, 'Why it is built so, and what else was looked at.'),
      },
      required: ['name', 'title', 'summary', 'owner', 'stages', 'workload', 'groups', 'components', 'connections'],
    },
    'A Plumbline model: one event pipeline on AWS.',
  );
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Plumbline model', ...model };
}

/** Keys of every component; the service's own settings stand beside them. */
export const componentKeys: Readonly<Record<string, Schema>> = {
  label: text('What it is for, in two or three words: first line under its icon.'),
  in: reference('group', 'Group in which it stands.'),
  purpose: text('What it does, in one sentence.'),
  stages: list(reference('stage', 'A stage.'), 'Stages that have it. Default: all.'),
  because: text('Why this service, and why these settings.'),
  fails: text('What happens when it fails.'),
  recovery: text('What to do then.'),
  erasure: text('How personal data in it is erased; wanted where personal data arrives.'),
};

function componentSchema(services: readonly Service[]): Schema {
  return {
    type: 'object',
    discriminator: { propertyName: 'service' },
    required: ['service'],
    oneOf: services.map((service) => {
      for (const key of Object.keys(service.settings.properties)) {
        if (key === 'service' || Object.hasOwn(componentKeys, key))
          throw new Error(`${service.id}: setting "${key}" is taken`);
      }
      const properties = {
        service: { const: service.id, description: `${service.title}.` },
        ...componentKeys,
        ...service.settings.properties,
      };
      const required = ['service', 'label', 'in', 'purpose', ...(service.settings.required ?? [])];
      return { title: service.title, ...object({ properties, required }, `${service.title}.`) };
    }),
  };
}

/** Every key that a connection may have, with all the forms that its moves allow. */
export function connectionProperties(catalogue: Catalogue): Schema {
  return objectAt(composeSchema(catalogue), ['properties', 'connections', 'items', 'properties']);
}

function objectAt(schema: Schema, path: readonly string[]): Schema {
  const found = valueAt(schema, path);
  return isObject(found) ? found : {};
}

function connectionSchema(services: readonly Service[], verbs: readonly string[]): Schema {
  const keys = connectionKeys(verbs);
  const own = mergeProperties(
    services.flatMap((service) => service.moves.flatMap((move) => (move.settings ? [move.settings] : []))),
  );
  for (const key of Object.keys(own))
    if (Object.hasOwn(keys, key)) throw new Error(`setting "${key}" of a move is taken`);
  return object({ properties: { ...keys, ...own }, required: connectionRequired }, 'One arrow of the picture.');
}

/** The keys of several moves in one; a key that means different things to them allows each of these. */
export function mergeProperties(all: readonly Properties[]): Readonly<Record<string, Schema>> {
  const forms = new Map<string, Map<string, Schema>>();
  for (const { properties } of all) {
    for (const [key, schema] of Object.entries(properties)) {
      const known = forms.get(key) ?? new Map<string, Schema>();
      known.set(JSON.stringify(schema), schema);
      forms.set(key, known);
    }
  }
  const sorted = [...forms].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([key, schemas]) => {
      const [first, ...others] = schemas.values();
      if (first === undefined || others.length === 0) return [key, first ?? {}];
      const texts = [first, ...others].map((schema) => String(schema.description ?? ''));
      return [key, { anyOf: [first, ...others], description: [...new Set(texts)].join(' Or: ') }];
    }),
  );
}
