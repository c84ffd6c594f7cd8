// What was sold in which phase to the alerts due for each cabin, whatever the order within a phase; else it says so.

import type { Step } from '../traffic/message.ts';
import { type Flight, seatKey } from '../traffic/network.ts';

export interface DueLevels {
  /** In the order they are due. */
  readonly alerts: readonly ('SeatsLow' | 'Oversold')[];
  /** Of each of them, how many seats it may say are sold: seats only rise in the phase in which it is due. */
  readonly said: readonly Said[];
  /** The level that stands in the end. */
  readonly level: 0 | 1 | 2;
  /** Why nothing is certain; then the traffic is at fault. */
  readonly doubt?: string;
}

export interface Said {
  readonly least: number;
  readonly most: number;
}

interface Change {
  readonly bookingId: string;
  readonly version: number;
  readonly seats: number;
  readonly phase: number;
}

/**
 * By `flightId#cabin`, of every cabin that was ever sold.
 *
 * @param settled keys of the cabins that the traffic waits for; of others no phase is sure to be over before the next.
 */
export function dueLevels(
  steps: readonly Step[],
  flights: readonly Flight[],
  settled: ReadonlySet<string>,
): ReadonlyMap<string, DueLevels> {
  const changes = changesOf(steps);
  return new Map(
    flights
      .filter(({ departed }) => !departed)
      .flatMap(({ flightId, cabins }) =>
        cabins.flatMap(({ cabin, sellLimit }) => {
          const key = seatKey({ flightId, cabin });
          const own = changes.get(key);
          if (!own) return [];
          const known = settled.has(key) ? own : own.map((change) => ({ ...change, phase: 0 }));
          return [[key, levelsOf(known, sellLimit)] as const];
        }),
      ),
  );
}

/** Each version of each booking, once for each cabin that any version of it holds. */
function changesOf(steps: readonly Step[]): ReadonlyMap<string, readonly Change[]> {
  const sent = new Map<string, { bookingId: string; version: number; phase: number; held: Map<string, number> }>();
  let phase = 0;
  for (const step of steps) {
    if (step.do === 'await') phase += 1;
    if (step.do !== 'send' || step.message.draft.eventType === 'FlightSearched' || sent.has(step.message.key)) continue;
    const { bookingId, bookingVersion, segments } = step.message.draft;
    const held = new Map<string, number>();
    for (const segment of segments) held.set(seatKey(segment), (held.get(seatKey(segment)) ?? 0) + segment.seats);
    sent.set(step.message.key, { bookingId, version: bookingVersion, phase, held });
  }
  const cabins = new Map<string, Set<string>>();
  for (const { bookingId, held } of sent.values()) {
    const known = cabins.get(bookingId) ?? new Set();
    for (const key of held.keys()) known.add(key);
    cabins.set(bookingId, known);
  }
  const changes = new Map<string, Change[]>();
  for (const { held, ...sale } of sent.values()) {
    for (const key of cabins.get(sale.bookingId) ?? []) {
      const list = changes.get(key) ?? [];
      list.push({ ...sale, seats: held.get(key) ?? 0 });
      changes.set(key, list);
    }
  }
  return changes;
}

function levelsOf(changes: readonly Change[], limit: number): DueLevels {
  const alerts: ('SeatsLow' | 'Oversold')[] = [];
  const said: Said[] = [];
  let level: 0 | 1 | 2 = 0;
  const latest = new Map<string, { version: number; seats: number }>();
  const last = Math.max(...changes.map(({ phase }) => phase));
  for (let phase = 0; phase <= last; phase += 1) {
    const { most, end, rises, falls } = span(latest, changes, phase);
    if (rises && falls) {
      // Anything between may have been seen; it must not matter.
      if (level !== 0 || most * 100 >= 95 * limit) return { alerts, said, level, doubt: `goes up and down to ${most}` };
    } else if (rises) {
      if (level === 0 && end > limit) return { alerts, said, level, doubt: 'goes past both levels at once' };
      if (level === 1 && end > limit) {
        alerts.push('Oversold');
        said.push({ least: limit + 1, most: end });
        level = 2;
      } else if (level === 0 && end * 100 >= 95 * limit) {
        alerts.push('SeatsLow');
        said.push({ least: Math.ceil((limit * 95) / 100), most: end });
        level = 1;
      }
    } else if (falls && end * 100 < 93 * limit) level = 0;
  }
  return { alerts, said, level };
}

/** What the count may come to while a phase is applied in any order; `latest` is moved on to the phase's end. */
function span(latest: Map<string, { version: number; seats: number }>, changes: readonly Change[], phase: number) {
  const total = () => [...latest.values()].reduce((sum, { seats }) => sum + seats, 0);
  let most = total();
  let [rises, falls] = [false, false];
  const byBooking = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.phase !== phase) continue;
    byBooking.set(change.bookingId, [...(byBooking.get(change.bookingId) ?? []), change]);
  }
  for (const [bookingId, versions] of byBooking) {
    let held = latest.get(bookingId) ?? { version: 0, seats: 0 };
    const begun = held.seats;
    let highest = begun;
    for (const { version, seats } of versions.sort((a, b) => a.version - b.version)) {
      if (version <= held.version) continue;
      if (seats > held.seats) rises = true;
      if (seats < held.seats) falls = true;
      highest = Math.max(highest, seats);
      held = { version, seats };
    }
    most += highest - begun;
    latest.set(bookingId, held);
  }
  return { most, end: total(), rises, falls };
}
