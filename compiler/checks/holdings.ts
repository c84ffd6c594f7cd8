// Which events come to which component, and which each connection carries.
import type { Architecture, Connection } from '../architecture.ts';
import { type Catalogue, movesOf, serviceOf } from '../moves.ts';

export interface Holdings {
  /** Events that arrive at a component. */
  readonly at: ReadonlyMap<string, ReadonlySet<string>>;
  /** Events on a connection. */
  readonly on: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface HoldingsOptions {
  /** Follow recovery arrows too. */
  readonly recovery: boolean;
  /** What is asked for comes to whoever asks. */
  readonly answers: boolean;
}

export function holdingsOf(architecture: Architecture, catalogue: Catalogue, options: HoldingsOptions): Holdings {
  const at = new Map([...architecture.components.keys()].map((id) => [id, new Set<string>()]));
  const on = new Map([...architecture.connections.keys()].map((id) => [id, new Set<string>()]));
  const arrows = [...architecture.connections.values()].filter((each) => options.recovery || !each.onFailure);
  for (let changed = true; changed; ) {
    changed = false;
    const add = (set: Set<string> | undefined, events: Iterable<string>): void => {
      for (const event of events) {
        if (set === undefined || set.has(event)) continue;
        set.add(event);
        changed = true;
      }
    };
    for (const arrow of arrows) {
      const moves = movesOf(arrow, architecture, catalogue);
      if (moves.every(({ move }) => move.control)) continue;
      const carried = carriedOn(architecture, catalogue, arrow, at.get(arrow.from) ?? new Set());
      add(on.get(arrow.id), carried);
      if (!moves.every(({ move }) => move.asks)) add(at.get(arrow.to), carried);
      if (options.answers && moves.some(({ move }) => move.asks)) add(at.get(arrow.from), at.get(arrow.to) ?? []);
    }
  }
  return { at, on };
}

function carriedOn(
  architecture: Architecture,
  catalogue: Catalogue,
  arrow: Connection,
  held: ReadonlySet<string>,
): Iterable<string> {
  if (arrow.carries === undefined) {
    return movesOf(arrow, architecture, catalogue).every(({ move }) => move.carries === 'nothing') ? [] : held;
  }
  return [...arrow.carries.keys()].filter(
    (event) => held.has(event) || makes(architecture, catalogue, arrow.from, event),
  );
}

/** Whether an event begins at a component: made there, or brought in from outside. */
export function makes(architecture: Architecture, catalogue: Catalogue, component: string, event: string): boolean {
  const madeBy = architecture.workload.events.get(event)?.madeBy;
  return madeBy === undefined ? serviceOf(component, architecture, catalogue)?.outside === true : madeBy === component;
}
