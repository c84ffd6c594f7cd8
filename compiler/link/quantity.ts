// The text of a quantity to a Figure that knows where it comes from, in base units.
import { type CodeId, finding } from '../codes.ts';
import { type Figure, formula, type Inputs, type Origin } from '../figures.ts';
import type { Finding, Path } from '../findings.ts';
import {
  conforms,
  type Dimension,
  dimensionOf,
  type Expression,
  evaluate,
  type Fault,
  type FaultCode,
  isFault,
  type Kinds,
  outOfBounds,
  parseExpression,
  plural,
  type Quantity,
  type QuantityType,
  references,
  sameDimension,
  toFormula,
} from '../quantities/index.ts';
import { writtenAt } from '../source/locate.ts';
import { type Source, valueAt } from '../source/source.ts';
import { secondsPerMonth, secondsPerYear } from '../time.ts';
import type { LinkContext } from './context.ts';

/** What was written for a quantity; undefined where it is neither a text nor a number (the schema has said so). */
export function quantityText(source: Source, path: Path): string | undefined {
  const value = valueAt(source.value, path);
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  const written = writtenAt(source, path);
  // YAML has more ways to write a number than an expression has.
  return written !== undefined && /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(written) ? written : String(value);
}

/** Undefined where it has a fault, which is among the findings then. `kind` is what a rate or count must count. */
export function linkQuantity(
  context: LinkContext,
  path: Path,
  text: string,
  type: QuantityType,
  kind?: string,
): Figure | undefined {
  const figure = figureFor(context, path, text, type, kind);
  if (figure === undefined && path[0] === 'components') context.unsure.add(String(path[1]));
  return figure;
}

function figureFor(
  context: LinkContext,
  path: Path,
  text: string,
  type: QuantityType,
  kind: string | undefined,
): Figure | undefined {
  const expression = parseExpression(text);
  if (isFault(expression)) return report(context.findings, expression, path, text);
  noteUses(context, expression);
  const quantity = evaluate(expression, context.scope);
  if (isFault(quantity)) return report(context.findings, quantity, path, text);
  const misfit = conforms(quantity, type, kind);
  if (misfit) {
    context.findings.push(finding('unit-mismatch', path, misfit.message, misfit.hint, wholeOf(text)));
    return undefined;
  }
  const unbound = outOfBounds(quantity, type);
  if (unbound) {
    context.findings.push(finding('invalid-value', path, unbound.message, unbound.hint, wholeOf(text)));
    return undefined;
  }
  return converted(figureOf(context, expression, quantity, path, text), quantity, type);
}

function noteUses(context: LinkContext, expression: Expression): void {
  for (const { name } of references(expression, context.scope.kinds)) context.used.add(name);
}

/** A setting that is just a name is that assumption's Figure; one with names is a formula over theirs. */
function figureOf(context: LinkContext, expression: Expression, quantity: Quantity, path: Path, text: string): Figure {
  const inputs = inputsOf(expression, context.scope.kinds, context.figures);
  const name = soleName(expression);
  const named = name === undefined ? undefined : inputs[name];
  if (named !== undefined) return named;
  const unit = unitText(quantity.dimension);
  if (Object.keys(inputs).length > 0) return formula(unit, toFormula(expression, context.scope.kinds), inputs);
  return { value: quantity.value, unit, origin: { kind: 'setting', path: context.nameOf(path), text: text.trim() } };
}

function soleName(expression: Expression): string | undefined {
  if (expression.kind === 'group') return soleName(expression.inner);
  return expression.kind === 'word' ? expression.text : undefined;
}

/** The figures that an expression names. */
export function inputsOf(expression: Expression, kinds: Kinds, figures: ReadonlyMap<string, Figure>): Inputs {
  const named = references(expression, kinds).flatMap(({ name }) => {
    const figure = figures.get(name);
    return figure === undefined ? [] : [[name, figure] as const];
  });
  return Object.fromEntries(named);
}

/** Money is kept by the month and growth by the year, whatever they were written in. */
function converted(figure: Figure, { dimension }: Quantity, type: QuantityType): Figure {
  const dollars = dimensionOf([['USD', 1]]);
  if (type === 'monthlyMoney')
    return rescaled(figure, sameDimension(dimension, dollars) ? 1 : secondsPerMonth, 'USD/month', 'money');
  if (type === 'growth') return rescaled(figure, sameDimension(dimension, {}) ? 1 : secondsPerYear, '', 'growth');
  return figure;
}

function rescaled(figure: Figure, factor: number, unit: string, name: string): Figure {
  if (factor === 1 && figure.origin.kind === 'assumption') return figure;
  if (figure.origin.kind === 'setting') return { ...figure, value: figure.value * factor, unit };
  const own = figure.origin.kind === 'assumption' ? figure.origin.id : name;
  return factor === 1 ? { ...figure, unit } : formula(unit, `${own} * ${factor}`, { [own]: figure });
}

/** A dimension as Figures write units: "records/s", "B/s", "items/event", "". */
export function unitText(dimension: Dimension): string {
  const isCounted = (base: string): boolean => base !== 's' && base !== 'B' && base !== 'USD';
  const power = (word: string, exponent: number): string => (exponent === 1 ? word : `${word}^${exponent}`);
  const bases = Object.entries(dimension);
  const over = bases.flatMap(([base, exponent]) =>
    exponent > 0 ? [power(isCounted(base) ? plural(base) : base, exponent)] : [],
  );
  // What is counted comes before the time in which it is.
  const under = bases
    .flatMap(([base, exponent]) => (exponent < 0 ? [power(base, -exponent)] : []))
    .sort((a, b) => Number(a === 's') - Number(b === 's'));
  if (over.length === 0 && under.length === 0) return '';
  return [over.length === 0 ? '1' : over.join('·'), ...under].join('/');
}

export const settingOrigin = (context: LinkContext, path: Path, text: string): Origin => ({
  kind: 'setting',
  path: context.nameOf(path),
  text: text.trim(),
});

const faultCodes: Readonly<Record<FaultCode, CodeId>> = {
  syntax: 'bad-quantity',
  'unknown-unit': 'unknown-unit',
  'unknown-name': 'unknown-reference',
  'unit-mismatch': 'unit-mismatch',
  'ambiguous-unit': 'bad-quantity',
  'division-by-zero': 'bad-quantity',
  'not-finite': 'bad-quantity',
  'range-order': 'bad-quantity',
  cycle: 'assumption-cycle',
  unresolved: 'bad-quantity',
};

/** What another fault brought about is not told again. */
export function report(findings: Finding[], fault: Fault, path: Path, text: string): undefined {
  if (fault.code === 'unresolved') return undefined;
  const offset = Math.min(fault.offset, Math.max(0, text.length - 1));
  findings.push(
    finding(faultCodes[fault.code], path, fault.message, fault.hint, {
      span: { offset, length: Math.max(1, fault.length) },
    }),
  );
  return undefined;
}

export const wholeOf = (text: string): { readonly span: { readonly offset: number; readonly length: number } } => ({
  span: { offset: 0, length: text.length },
});
