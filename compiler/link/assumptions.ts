// The model's assumptions to Figures, each after those it rests on, with range and finished sentence.
import type { Assumption } from '../architecture.ts';
import { finding } from '../codes.ts';
import { type Figure, formula } from '../figures.ts';
import type { Finding } from '../findings.ts';
import {
  dimensionWords,
  type Expression,
  evaluateRange,
  type Fault,
  isFault,
  type Kinds,
  nearest,
  parseExpression,
  parseRange,
  phrase,
  type ResolvedAssumptions,
  references,
  resolveAssumptions,
  sameDimension,
  toFormula,
} from '../quantities/index.ts';
import { listed } from '../schema/phrases.ts';
import { isObject, type PlainObject, type Source } from '../source/source.ts';
import { quoted } from '../wording.ts';
import type { LinkContext } from './context.ts';
import { inputsOf, quantityText, report, settingOrigin, unitText } from './quantity.ts';
import { fillStatement, textOf } from './text.ts';

export interface LinkedAssumptions {
  readonly scope: ResolvedAssumptions;
  readonly figures: ReadonlyMap<string, Figure>;
  readonly expressions: ReadonlyMap<string, Expression>;
}

/** Computing goes as deep as assumptions rest on each other; nobody follows further than this. */
const maxDepth = 100;

export function resolve(source: Source, declared: PlainObject, kinds: Kinds, findings: Finding[]): LinkedAssumptions {
  const texts = new Map<string, string>();
  const definitions = new Map<string, Expression | Fault>();
  const expressions = new Map<string, Expression>();
  for (const id of Object.keys(declared)) {
    const text = quantityText(source, ['assumptions', id, 'value']);
    if (text === undefined) continue;
    const parsed = parseExpression(text);
    texts.set(id, text);
    definitions.set(id, parsed);
    if (!isFault(parsed)) expressions.set(id, parsed);
  }
  const resolved = resolveAssumptions(definitions, kinds);
  for (const fault of resolved.faults) {
    report(findings, fault, ['assumptions', fault.name, 'value'], texts.get(fault.name) ?? '');
  }
  // A name whose value is missing altogether is known, but has no value.
  const scope = { ...resolved, names: new Set(Object.keys(declared)) };
  return { scope, expressions, figures: figuresOf(scope, expressions, findings) };
}

function figuresOf(
  scope: ResolvedAssumptions,
  expressions: ReadonlyMap<string, Expression>,
  findings: Finding[],
): ReadonlyMap<string, Figure> {
  const figures = new Map<string, Figure>();
  const depths = new Map<string, number>();
  let waiting = [...scope.values.keys()];
  for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((id) => {
      const expression = expressions.get(id);
      if (expression === undefined) return false;
      const uses = references(expression, scope.kinds);
      if (uses.some(({ name }) => !depths.has(name))) return true;
      const depth = 1 + Math.max(0, ...uses.map(({ name }) => depths.get(name) ?? 0));
      depths.set(id, depth);
      if (depth > maxDepth) {
        if (depth === maxDepth + 1) findings.push(tooDeep(id));
        return false;
      }
      const figure = figureOf(id, expression, scope, figures);
      if (figure) figures.set(id, figure);
      return false;
    });
  }
  return figures;
}

const tooDeep = (id: string): Finding =>
  finding(
    'bad-quantity',
    ['assumptions', id, 'value'],
    `"${id}" rests on a chain of more than ${maxDepth} assumptions.`,
    'Let it use fewer of them on the way.',
  );

function figureOf(
  id: string,
  expression: Expression,
  scope: ResolvedAssumptions,
  figures: ReadonlyMap<string, Figure>,
): Figure | undefined {
  const quantity = scope.values.get(id);
  if (quantity === undefined) return undefined;
  const unit = unitText(quantity.dimension);
  const inputs = inputsOf(expression, scope.kinds, figures);
  if (Object.keys(inputs).length === 0) return { value: quantity.value, unit, origin: { kind: 'assumption', id } };
  const text = toFormula(expression, scope.kinds);
  return {
    value: formula(unit, text, inputs).value,
    unit,
    origin: { kind: 'assumption', id, computed: { text, inputs } },
  };
}

export function linkAssumption(
  context: LinkContext,
  id: string,
  declared: unknown,
  expression: Expression | undefined,
): Assumption {
  const value = isObject(declared) ? declared : {};
  const path = ['assumptions', id];
  const quantity = context.scope.values.get(id);
  const figure = context.figures.get(id) ?? { value: 1, unit: '', origin: { kind: 'assumption' as const, id } };
  for (const { name } of expression ? references(expression, context.scope.kinds) : []) context.used.add(name);
  const statement = textOf(value, 'statement') ?? '';
  checkFact(context, id, textOf(value, 'fact'), figure);
  const words = expression && quantity ? phrase(expression, quantity, context.scope.kinds, statement) : undefined;
  const optional = (key: 'because' | 'source' | 'fact') => {
    const text = textOf(value, key);
    return text === undefined ? {} : { [key]: text };
  };
  return {
    id,
    statement: fillStatement(statement, { value: words }),
    text: (quantityText(context.source, [...path, 'value']) ?? '').trim(),
    figure,
    ...linkRange(context, id, textOf(value, 'range')),
    ...optional('because'),
    ...optional('source'),
    ...optional('fact'),
    group: textOf(value, 'group') ?? '',
  };
}

/** An assumption that stands for a figure of the catalogue names one that there is, and measures the same. */
function checkFact(context: LinkContext, id: string, name: string | undefined, figure: Figure): void {
  if (name === undefined) return;
  const path = ['assumptions', id, 'fact'];
  const [service = '', factId = ''] = name.split('/');
  const facts = context.catalogue.get(service)?.facts ?? {};
  const fact = Object.hasOwn(facts, factId) ? facts[factId] : undefined;
  if (fact === undefined) {
    const known = [...context.catalogue.values()].flatMap((each) =>
      Object.keys(each.facts).map((fact) => `${each.id}/${fact}`),
    );
    const ofService = known.filter((each) => each.startsWith(`${service}/`));
    const near = nearest(name, known);
    const hint =
      near === undefined
        ? known.length === 0
          ? 'Write it as service/figure.'
          : `It has, among others: ${listed(ofService.length > 0 ? ofService : known, 8)}.`
        : `Did you mean "${near}"?`;
    context.findings.push(finding('unknown-reference', path, `The catalogue has no figure ${quoted(name)}.`, hint));
  } else if (context.figures.has(id) && measures.has(fact.unit) && fact.unit !== figure.unit) {
    const message = `${quoted(name)} is published as ${fact.published}, which measures something else than the value.`;
    context.findings.push(
      finding('unit-mismatch', path, message, 'Give the value in the unit of the published figure.'),
    );
  }
}

/** Units that facts and quantities write alike; what is counted goes by other words in each. */
const measures: ReadonlySet<string> = new Set(['', 's', 'B', 'B/s']);

function linkRange(context: LinkContext, id: string, text: string | undefined): Pick<Assumption, 'low' | 'high'> {
  if (text === undefined) return {};
  const path = ['assumptions', id, 'range'];
  const parsed = parseRange(text);
  if (!isFault(parsed)) {
    for (const side of [parsed.low, parsed.high]) {
      for (const { name } of references(side, context.scope.kinds)) context.used.add(name);
    }
  }
  const range = isFault(parsed) ? parsed : evaluateRange(parsed, context.scope);
  if (isFault(range)) {
    report(context.findings, range, path, text);
    return {};
  }
  const value = context.scope.values.get(id);
  if (value !== undefined && !sameDimension(value.dimension, range.high.dimension)) {
    const message = `The range is ${dimensionWords(range.high.dimension)}, the value ${dimensionWords(value.dimension)}.`;
    context.findings.push(finding('unit-mismatch', path, message, 'Give value and range the same unit.'));
    return {};
  }
  const origin = settingOrigin(context, path, text);
  const unit = unitText(range.high.dimension);
  return { low: { value: range.low.value, unit, origin }, high: { value: range.high.value, unit, origin } };
}
