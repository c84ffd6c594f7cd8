// The workload's data to typed scenarios and events; payload schemas are read from the model's folder.
import type { EventType, Scenario, Workload } from '../architecture.ts';
import { finding } from '../codes.ts';
import { type Figure, isFigure } from '../figures.ts';
import type { Path } from '../findings.ts';
import { workload as schema } from '../schema/model.ts';
import { isObject, type PlainObject, valueAt } from '../source/source.ts';
import { secondsPerYear } from '../time.ts';
import { linkAlong } from './along.ts';
import { type LinkContext, missingFigure } from './context.ts';
import { readPayload } from './payload.ts';
import { linkQuantity, quantityText } from './quantity.ts';
import { inWords, textOf } from './text.ts';

const maxYears = 20;

export function linkWorkload(context: LinkContext): Workload {
  const value = valueAt(context.source.value, ['workload']);
  const linked = objectOf(linkAlong(context, withoutRates(schema), value, ['workload']));
  const scenarios = Object.entries(objectOf(linked.scenarios)).map(([id, each]): [string, Scenario] => [
    id,
    linkScenario(id, objectOf(each)),
  ]);
  const events = (['events', 'requests'] as const).flatMap((list) =>
    Object.entries(objectOf(linked[list])).map(([id, each]): [string, EventType] => [
      id,
      linkEvent(context, id, list === 'events' ? 'event' : 'request', objectOf(each), ['workload', list, id]),
    ]),
  );
  return {
    growth: figureOf(linked.growth) ?? missingFigure,
    years: yearsOf(context, figureOf(linked.horizon)),
    scenarios: new Map(scenarios),
    events: new Map(events),
  };
}

export const objectOf = (value: unknown): PlainObject => (isObject(value) ? value : {});

export const figureOf = (value: unknown): Figure | undefined => (isFigure(value) ? value : undefined);

export const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** Rates count their own event, which the schema cannot say: they are linked apart. */
function withoutRates(whole: typeof schema): typeof schema {
  const strip = (list: unknown): unknown => {
    const event = objectOf(objectOf(list).additionalProperties);
    const { rate: _, ...properties } = objectOf(event.properties);
    return { ...objectOf(list), additionalProperties: { ...event, properties } };
  };
  const properties = objectOf(whole.properties);
  return {
    ...whole,
    properties: { ...properties, events: strip(properties.events), requests: strip(properties.requests) },
  };
}

function yearsOf(context: LinkContext, horizon: Figure | undefined): number {
  if (horizon === undefined) return 0;
  const years = Math.round(horizon.value / secondsPerYear);
  if (years >= 0 && years <= maxYears) return years;
  const message = `The horizon is ${years} years; between 0 and ${maxYears} can be planned.`;
  context.findings.push(finding('invalid-value', ['workload', 'horizon'], message, 'Write it like 3 years.'));
  return 0;
}

function linkScenario(id: string, value: PlainObject): Scenario {
  const factors = Object.entries(objectOf(value.factors)).flatMap(([event, factor]) => {
    const figure = figureOf(factor);
    return figure === undefined ? [] : [[event, figure] as const];
  });
  const statement = textOf(value, 'statement');
  return {
    id,
    label: textOf(value, 'label') ?? inWords(id),
    ...(statement === undefined ? {} : { statement }),
    ...figures(value, ['factor', 'ramp', 'hold', 'failing']),
    factors: new Map(factors),
    whatIf: value.whatIf === true,
  };
}

/** Those of the keys that hold a figure. */
export function figures<Key extends string>(
  value: PlainObject,
  keys: readonly Key[],
): { readonly [key in Key]?: Figure } {
  const found: { [key in Key]?: Figure } = {};
  for (const key of keys) {
    const figure = figureOf(value[key]);
    if (figure !== undefined) found[key] = figure;
  }
  return found;
}

function linkEvent(
  context: LinkContext,
  id: string,
  kind: EventType['kind'],
  value: PlainObject,
  path: Path,
): EventType {
  const text = quantityText(context.source, [...path, 'rate']);
  const rate = text === undefined ? undefined : linkQuantity(context, [...path, 'rate'], text, 'rate', id);
  const key = typeof value.key === 'string' ? value.key : textOf(value.key, 'field');
  const hottest = figureOf(objectOf(value.key).hottest);
  const payload = textOf(value, 'payload');
  const madeBy = textOf(value, 'madeBy');
  const schemaOf = payload === undefined ? undefined : readPayload(context, payload, [...path, 'payload']);
  return {
    id,
    label: textOf(value, 'label') ?? inWords(id),
    kind,
    rate: rate ?? missingFigure,
    size: figureOf(value.size) ?? missingFigure,
    ...(key === undefined ? {} : { key }),
    ...(hottest === undefined ? {} : { hottest }),
    ...(payload === undefined ? {} : { payload }),
    ...(schemaOf === undefined ? {} : { schema: schemaOf }),
    ...(madeBy === undefined ? {} : { madeBy }),
    from: listOf(value.from),
  };
}
