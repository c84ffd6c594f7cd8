// Sales to the flights and cabins they touch: what they say of those is believed or not, and alert levels are looked at.

import { groupBy } from '../common/lanes.ts';
import type { Accepted } from '../common/stream-record.ts';
import { countReader, type ReadCount, type Seat } from './counts.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { watchLevel } from './levels.ts';
import { correct, corrects, type Limits, reportOf } from './limits.ts';
import { departureLine, seatKey, seatOf } from './seats.ts';

/** A flight and cabin that a sale names, or of which it changed the count. */
export interface Touch extends Seat {
  readonly sale: Accepted<Sale>;
  /** What the sale says of it. */
  readonly said?: Limits;
  /** Epoch milliseconds, see {@link departureLine}. */
  readonly line: number;
}

export interface Look {
  /** That touched the flight and cabin. */
  readonly sales: readonly Accepted<Sale>[];
  run(): Promise<void>;
}

/**
 * All that the event names, whether or not it changed anything, and what did change: an event that stands in for a lost
 * one gives back seats that it does not name.
 *
 * @param now epoch milliseconds.
 */
export function touchedBy(sale: Accepted<Sale>, changed: readonly Seat[], now: number): readonly Touch[] {
  const { event, meta } = sale;
  const { receivedAt } = meta;
  const line = departureLine(receivedAt, now);
  const reports = new Map(
    event.segments.map((segment) => [seatKey(segment), reportOf(segment, { event, receivedAt })]),
  );
  const touched = new Map([...event.segments, ...event.removed, ...changed].map((seat) => [seatKey(seat), seat]));
  return [...touched].map(([key, { flightId, cabin }]) => {
    const said = reports.get(key);
    return { flightId, cabin, sale, line, ...(said ? { said } : {}) };
  });
}

/** One for each flight and cabin, however many sales touched it. To be run when all of these are settled. */
export function looksAt(
  dependencies: Dependencies,
  touches: readonly Touch[],
  { alerts = true }: { readonly alerts?: boolean } = {},
): readonly Look[] {
  const read = countReader(dependencies, touches);
  return [...groupBy(touches, seatKey)].map(([key, group]) => ({
    sales: group.map(({ sale }) => sale),
    run: () => look(dependencies, seatOf(key), group, { read, alerts }),
  }));
}

async function look(
  dependencies: Dependencies,
  seat: Seat,
  touches: readonly Touch[],
  { read, alerts }: { readonly read: ReadCount; readonly alerts: boolean },
): Promise<void> {
  let seats = await read(seat);
  for (const { said, line } of touches) {
    // Of what has departed, no count is begun anew.
    if (!said || (seats ? !corrects(said, seats) : said.departsAt <= line)) continue;
    await correct(dependencies, seat, said);
    // Who changes anything looks after it: else who sold meanwhile judged by the old limit, and we would by the old count.
    seats = await read(seat);
  }
  // It counts as departed only if it had for all of these sales.
  const line = Math.min(...touches.map((touch) => touch.line));
  if (alerts && seats) await watchLevel(dependencies, seats, line, read);
}
