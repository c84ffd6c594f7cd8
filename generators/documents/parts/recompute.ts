// Figures to what they would be if an assumption had another value. Like reevaluate() of compiler/figures.ts, but for many
// figures and many values: only what rests on the assumption is computed again.
import { type Figure, madeOf } from '../../../compiler/figures.ts';
import { compileFormula } from '../../../compiler/formula.ts';

export interface Recomputer {
  /** Values of the figures, in their order, with the assumption at `value` in base units. */
  at(assumption: string, value: number): readonly number[];
  /** Positions of the figures that rest on the assumption. */
  restingOn(assumption: string): readonly number[];
}

interface Step {
  readonly compute: (lookup: (name: string) => number) => number;
  readonly inputs: ReadonlyMap<string, number>;
}

export function recomputer(figures: readonly Figure[]): Recomputer {
  const index = new Map<Figure, number>();
  const values: number[] = [];
  const steps: (Step | undefined)[] = [];
  const users: number[][] = [];
  const declared = new Map<string, number[]>();

  const visit = (figure: Figure): number => {
    const known = index.get(figure);
    if (known !== undefined) return known;
    const made = madeOf(figure);
    const inputs = new Map(Object.entries(made?.inputs ?? {}).map(([name, input]) => [name, visit(input)] as const));
    const at = values.length;
    index.set(figure, at);
    values.push(figure.value);
    users.push([]);
    steps.push(made && { compute: compileFormula(made.text), inputs });
    for (const input of new Set(inputs.values())) users[input]?.push(at);
    if (figure.origin.kind === 'assumption')
      declared.set(figure.origin.id, [...(declared.get(figure.origin.id) ?? []), at]);
    return at;
  };
  const targets = figures.map(visit);

  const cones = new Map<string, readonly number[]>();
  /** All that rests on the assumption, inputs before users: a figure's number is above those of its inputs. */
  const coneOf = (assumption: string): readonly number[] => {
    const known = cones.get(assumption);
    if (known !== undefined) return known;
    const found = new Set(declared.get(assumption) ?? []);
    for (const at of found) for (const user of users[at] ?? []) found.add(user);
    const cone = [...found].sort((a, b) => a - b);
    cones.set(assumption, cone);
    return cone;
  };

  return {
    at: (assumption, value) => {
      const now = new Map<number, number>();
      const sources = new Set(declared.get(assumption) ?? []);
      const nowAt = (at: number): number => now.get(at) ?? values[at] ?? Number.NaN;
      for (const at of coneOf(assumption)) {
        const step = steps[at];
        if (sources.has(at)) now.set(at, value);
        else if (step)
          now.set(
            at,
            step.compute((name) => nowAt(step.inputs.get(name) ?? -1)),
          );
      }
      return targets.map(nowAt);
    },
    restingOn: (assumption) => {
      const cone = new Set(coneOf(assumption));
      return targets.flatMap((at, position) => (cone.has(at) ? [position] : []));
    },
  };
}
