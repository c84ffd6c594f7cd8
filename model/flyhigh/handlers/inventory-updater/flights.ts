// A sale to the flights and cabins it touches: what it says of them is believed or not, and their alert levels are looked at.

import type { Accepted } from '../common/stream-record.ts';
import { readCount } from './counts.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { watchLevel } from './levels.ts';
import { correct, corrects, reportOf } from './limits.ts';
import { type Delta, departureLine, seatKey } from './seats.ts';

/**
 * Looks at each flight and cabin the event names, whether or not it changed anything, and at what did change: an event
 * that stands in for a lost one gives back seats that it does not name.
 */
export async function watchFlights(
  dependencies: Dependencies,
  { meta, event }: Accepted<Sale>,
  deltas: readonly Pick<Delta, 'flightId' | 'cabin'>[],
  { alerts = true }: { readonly alerts?: boolean } = {},
): Promise<void> {
  const { receivedAt } = meta;
  const reports = new Map(
    event.segments.map((segment) => [seatKey(segment), reportOf(segment, { event, receivedAt })]),
  );
  const touched = new Map([...event.segments, ...event.removed, ...deltas].map((seat) => [seatKey(seat), seat]));
  for (const [key, { flightId, cabin }] of touched) {
    const seat = { flightId, cabin };
    let seats = await readCount(dependencies, seat);
    const said = reports.get(key);
    if (seats && said && corrects(said, seats)) {
      seats = (await correct(dependencies, seat, said)) ? { ...seats, ...said } : await readCount(dependencies, seat);
    }
    if (alerts && seats) await watchLevel(dependencies, seats, departureLine(receivedAt, dependencies.clock.now()));
  }
}
