// Numbers that know where they come from. Documents and pictures show only these, so that no bare number can be published.
import { compileFormula } from './formula.ts';
import { secondsPerMonth, secondsPerYear } from './time.ts';

/** A published AWS figure, in base units (s, B, USD) with the published text beside it. */
export interface Fact {
  readonly service: string;
  readonly id: string;
  readonly kind: 'limit' | 'capacity' | 'latency' | 'price' | 'sla';
  readonly value: number;
  readonly unit: string;
  /** Value and unit as published, e.g. "0.08 USD/GB". */
  readonly published: string;
  readonly source: string;
  readonly asOf: string;
  /** False where no source could be found: a warning until the model declares it as an assumption. */
  readonly verified: boolean;
  /** True where AWS raises it on request. */
  readonly adjustable?: boolean;
  readonly note?: string;
}

export type Inputs = Readonly<Record<string, Figure>>;

export type Origin =
  /** Declared in the model's `assumptions`; `computed` where it follows from other assumptions. */
  | {
      readonly kind: 'assumption';
      readonly id: string;
      readonly computed?: { readonly text: string; readonly inputs: Inputs };
    }
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** Written on a component, connection or event of the model. */
  | { readonly kind: 'setting'; readonly path: string; readonly text: string }
  /** A definition, such as the seconds of a month. */
  | { readonly kind: 'definition'; readonly text: string }
  | { readonly kind: 'formula'; readonly text: string; readonly inputs: Inputs };

/** `unit` is in base units: s, B, USD, counts ("records/s", "B/s", "USD/month"); "" for shares and factors. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly origin: Origin;
}

/** Whether a setting, whose type is erased, is a figure. */
export const isFigure = (value: unknown): value is Figure =>
  typeof value === 'object' && value !== null && 'origin' in value && 'unit' in value && 'value' in value;

/**
 * A figure computed from others. The text is what is printed and what is computed: `formula('B/s', 'records * size', { records, size })`.
 * Knows + - * / ( ), numbers, min, max, ceil, floor and distinct (see formula.ts). Throws on a malformed text or an unknown name: our bug.
 */
export function formula(unit: string, text: string, inputs: Inputs): Figure {
  const compute = compileFormula(text);
  return {
    value: compute((name) => inputOf(inputs, name, text).value),
    unit,
    origin: { kind: 'formula', text, inputs },
  };
}

function inputOf(inputs: Inputs, name: string, text: string): Figure {
  const input = inputs[name];
  if (input === undefined) throw new Error(`formula "${text}" has no input "${name}"`);
  return input;
}

export const definition = (value: number, unit: string, text: string): Figure => ({
  value,
  unit,
  origin: { kind: 'definition', text },
});

export const month = definition(secondsPerMonth, 's/month', 'a month has 730 hours');
export const year = definition(secondsPerYear, 's', 'a year has 365 days');
export const zero = (unit: string): Figure => definition(0, unit, 'nothing');

/** Sum of figures of one unit; nothing gives zero, one gives itself. */
export function sum(unit: string, figures: readonly Figure[]): Figure {
  const [first, ...rest] = figures;
  if (first === undefined) return zero(unit);
  if (rest.length === 0) return first;
  const inputs: Record<string, Figure> = {};
  figures.forEach((figure, index) => {
    inputs[`a${index + 1}`] = figure;
  });
  return formula(unit, Object.keys(inputs).join(' + '), inputs);
}

/** What the figure would be if the named assumptions had other values (in base units). Shared parts are computed once. */
export function reevaluate(
  figure: Figure,
  overrides: ReadonlyMap<string, number>,
  memo: Map<Figure, number> = new Map(),
): number {
  const known = memo.get(figure);
  if (known !== undefined) return known;
  const value = reevaluateOnce(figure, overrides, memo);
  memo.set(figure, value);
  return value;
}

function reevaluateOnce(figure: Figure, overrides: ReadonlyMap<string, number>, memo: Map<Figure, number>): number {
  const { origin } = figure;
  const again = (text: string, inputs: Inputs): number =>
    compileFormula(text)((name) => reevaluate(inputOf(inputs, name, text), overrides, memo));
  switch (origin.kind) {
    case 'assumption': {
      const override = overrides.get(origin.id);
      if (override !== undefined) return override;
      return origin.computed ? again(origin.computed.text, origin.computed.inputs) : figure.value;
    }
    case 'formula':
      return again(origin.text, origin.inputs);
    case 'fact':
    case 'setting':
    case 'definition':
      return figure.value;
  }
}

/** Ids of the assumptions that a figure rests on, directly or through others. What is in `seen` is not looked at again. */
export function assumptionsOf(
  figure: Figure,
  seen: Set<Figure> = new Set(),
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  eachBelow(figure, seen, ({ origin }) => {
    if (origin.kind === 'assumption') found.add(origin.id);
  });
  return found;
}

/** Facts that a figure rests on, directly or through others. */
export function factsOf(
  figure: Figure,
  seen: Set<Figure> = new Set(),
  found: Set<Fact> = new Set(),
): ReadonlySet<Fact> {
  eachBelow(figure, seen, ({ origin }) => {
    if (origin.kind === 'fact') found.add(origin.fact);
  });
  return found;
}

function eachBelow(figure: Figure, seen: Set<Figure>, visit: (figure: Figure) => void): void {
  if (seen.has(figure)) return;
  seen.add(figure);
  visit(figure);
  for (const input of Object.values(madeOf(figure)?.inputs ?? {})) eachBelow(input, seen, visit);
}

/** The formula that a figure was computed by, and over what; undefined where it was given. */
export function madeOf({ origin }: Figure): { readonly text: string; readonly inputs: Inputs } | undefined {
  if (origin.kind === 'formula') return origin;
  return origin.kind === 'assumption' ? origin.computed : undefined;
}
