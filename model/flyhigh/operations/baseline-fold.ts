// Hours of a route as the lake knows them to the baseline the demand detector would have folded, had it seen them pass. Pure.
import { readableHours, settledHour } from '../handlers/demand-detector/baseline.ts';
import { expectation, fold, goesOn, type Hours, isSurge, slotOf } from '../handlers/demand-detector/statistics.ts';
import type { Hour } from './baseline-sql.ts';

/**
 * What leases there were is not in the lake: an hour counts as leased when its busiest five minutes would have acquired
 * a lease, or gone on with one of the hour before.
 *
 * @param seen hours with a search, oldest first.
 * @param earliest first hour that was looked at, in hours since 1970; what lay before is unknown, not quiet.
 * @param latest last hour to fold.
 */
export function baselineOf(seen: readonly Hour[], earliest: number, latest: number): Hours {
  const searches = new Map(seen.map((hour) => [hour.hour, hour.searches]));
  const leased = new Set<number>();
  let hours: Hours = {};
  let folded: number | undefined;

  const foldUntil = (last: number): void => {
    // The detector looks at a route when it is searched: what it missed for too long by then teaches nothing.
    const from = Math.max((folded ?? last - 1) + 1, last - readableHours + 1);
    for (let hour = from; hour <= last; hour += 1) {
      if (hour < earliest) continue;
      const slot = slotOf(hour);
      hours = { ...hours, [slot]: fold(hours[slot], searches.get(hour) ?? 0, leased.has(hour)) };
    }
    folded = Math.max(folded ?? last, last);
  };

  for (const { hour, began, busiest } of seen) {
    foldUntil(Math.min(settledHour(began), latest));
    foldUntil(Math.min(settledHour(busiest.at), latest));
    const expected = expectation(hours, busiest.at);
    const goesOnFromBefore = leased.has(hour - 1) && goesOn(busiest.searches, expected);
    if (isSurge(busiest.searches, expected) || goesOnFromBefore) leased.add(hour);
  }
  foldUntil(latest);
  return hours;
}
