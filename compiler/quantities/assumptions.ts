// Named expressions that use each other to their values, in the order they depend on each other.

import { quoted } from '../wording.ts';
import type { Quantity } from './dimension.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { type Fault, fault, isFault } from './fault.ts';
import type { Kinds } from './units.ts';
import { type Reference, references } from './words.ts';

/** A fault of the expression that defines `name`; its span lies in that expression's text. */
export interface AssumptionFault extends Fault {
  readonly name: string;
}

/** The scope for every other expression of the model, and what is wrong; both in the order of the definitions. */
export interface ResolvedAssumptions extends Scope {
  readonly faults: readonly AssumptionFault[];
}

/**
 * Evaluates every definition. One that did not parse is passed as its fault and comes back among the faults. What
 * depends on a faulty definition has no value and no fault of its own. Each cycle is one fault, at the first defined of its names.
 */
export function resolveAssumptions(
  definitions: ReadonlyMap<string, Expression | Fault>,
  kinds: Kinds,
): ResolvedAssumptions {
  const values = new Map<string, Quantity>();
  const names = new Set(definitions.keys());
  const { order, cycles } = dependencyOrder(definitions, kinds);
  const faults: AssumptionFault[] = [...cycles];
  for (const name of order) {
    const definition = definitions.get(name);
    if (definition === undefined) continue;
    const value = isFault(definition) ? definition : evaluate(definition, { kinds, names, values });
    if (!isFault(value)) values.set(name, value);
    else if (value.code !== 'unresolved') faults.push({ ...value, name });
  }
  const places = new Map([...names].map((name, place) => [name, place]));
  const place = (name: string) => places.get(name) ?? 0;
  return {
    kinds,
    names,
    values: new Map([...values].sort(([a], [b]) => place(a) - place(b))),
    faults: faults.sort((a, b) => place(a.name) - place(b.name) || a.offset - b.offset),
  };
}

interface Visit {
  readonly name: string;
  readonly uses: readonly Reference[];
  next: number;
}

// Depth first with a stack of its own: a chain of ten thousand assumptions must not overflow the call stack.
function dependencyOrder(definitions: ReadonlyMap<string, Expression | Fault>, kinds: Kinds) {
  const visit = (name: string): Visit => {
    const definition = definitions.get(name);
    const uses = definition === undefined || isFault(definition) ? [] : references(definition, kinds);
    return { name, uses: uses.filter((use) => definitions.has(use.name)), next: 0 };
  };
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const cycles: AssumptionFault[] = [];
  const inCycle = new Set<string>();
  for (const start of definitions.keys()) {
    if (state.has(start)) continue;
    const path = [visit(start)];
    state.set(start, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const use = top.uses[top.next];
      top.next += 1;
      if (use === undefined) {
        path.pop();
        state.set(top.name, 'done');
        order.push(top.name);
      } else if (!state.has(use.name)) {
        state.set(use.name, 'open');
        path.push(visit(use.name));
      } else if (state.get(use.name) === 'open') {
        const cycle = path.slice(path.findIndex(({ name }) => name === use.name));
        if (!cycle.some(({ name }) => inCycle.has(name))) cycles.push(cycleFault(cycle, definitions));
        for (const { name } of cycle) inCycle.add(name);
      }
    }
  }
  return { order, cycles };
}

function cycleFault(cycle: readonly Visit[], definitions: ReadonlyMap<string, unknown>): AssumptionFault {
  const members = new Set(cycle.map(({ name }) => name));
  const first = [...definitions.keys()].find((name) => members.has(name));
  const start = Math.max(
    0,
    cycle.findIndex(({ name }) => name === first),
  );
  const turned = [...cycle.slice(start), ...cycle.slice(0, start)];
  const name = turned[0]?.name ?? '';
  const next = turned[1]?.name ?? name;
  const at = turned[0]?.uses.find((use) => use.name === next) ?? { offset: 0, length: 0 };
  const message = `${quoted(name)} depends on itself: ${[...turned.map((visit) => visit.name), name].join(' -> ')}.`;
  return { ...fault('cycle', at, message, 'Give one of them a value that uses none of the others.'), name };
}
