// A span of time to the query that counts its distinct events by route and minute, as live analytics counts them.

import { minuteMs } from '../common/clock.ts';
import { allRoutes } from '../common/figures.ts';
import { arrivedAround, copyNumber, countedMinute, places, searchedRoute, soundSale, soundSearch } from './lake-sql.ts';

/**
 * Rows of route, minute since 1970, searches, bookings, seats and cancelled, by route and minute. A repetition adds
 * nothing, but where it was counted live there is a row, if only of zeros: the tables are asked, not the views of events
 * that stand once, because those hide it.
 *
 * @param from epoch milliseconds, a whole minute.
 * @param until epoch milliseconds, not included, a whole minute.
 */
export function recountSql(from: number, until: number): string {
  const arrived = arrivedAround(from, until);
  const within = `minute BETWEEN ${from / minuteMs} AND ${until / minuteMs - 1}`;
  const once = 'CASE WHEN copy = 1 THEN 1 ELSE 0 END AS once';
  return `WITH searches AS (
  SELECT ${searchedRoute} AS route, ${countedMinute} AS minute, ${copyNumber} AS copy
  FROM search WHERE ${arrived} AND ${soundSearch}
), sales AS (
  SELECT event.eventid AS id, event.eventtype AS kind, event.added AS added, event.removed AS removed,
    ${countedMinute} AS minute, ${copyNumber} AS copy
  FROM booking WHERE ${arrived} AND ${soundSale}
), searched AS (
  SELECT route, minute, ${once} FROM searches WHERE ${within}
), sold AS (
  SELECT id, kind, added, removed, minute, ${once} FROM sales WHERE ${within}
), gained AS (
  SELECT id, minute, element_at(added, i).route AS route, once * element_at(added, i).seats AS seats,
    CASE WHEN kind = 'BookingConfirmed' AND once = 1 THEN id END AS booked
  FROM sold CROSS JOIN (VALUES ${places}) AS place (i)
  WHERE i <= cardinality(added) AND element_at(added, i).route IS NOT NULL AND element_at(added, i).seats IS NOT NULL
), lost AS (
  SELECT minute, element_at(removed, i).route AS route, once * element_at(removed, i).seats AS seats
  FROM sold CROSS JOIN (VALUES ${places}) AS place (i)
  WHERE i <= cardinality(removed) AND element_at(removed, i).route IS NOT NULL AND element_at(removed, i).seats IS NOT NULL
), counted (route, minute, searches, bookings, seats, cancelled) AS (
  SELECT ${routeOrAll}, minute, sum(once), 0, 0, 0 FROM searched ${byRouteAndOverAll}
  UNION ALL SELECT '${allRoutes}', minute, 0, count_if(kind = 'BookingConfirmed' AND once = 1), 0, 0 FROM sold GROUP BY minute
  UNION ALL SELECT ${routeOrAll}, minute, 0, CASE WHEN grouping(route) = 1 THEN 0 ELSE count(DISTINCT booked) END, sum(seats), 0
    FROM gained ${byRouteAndOverAll}
  UNION ALL SELECT ${routeOrAll}, minute, 0, 0, 0, sum(seats) FROM lost ${byRouteAndOverAll}
)
SELECT route, minute, sum(searches), sum(bookings), sum(seats), sum(cancelled)
FROM counted GROUP BY route, minute ORDER BY route, minute`;
}

const routeOrAll = `CASE WHEN grouping(route) = 1 THEN '${allRoutes}' ELSE route END`;
/** In one reading: Athena reads a table anew for every mention of it, and charges for that. */
const byRouteAndOverAll = 'GROUP BY GROUPING SETS ((route, minute), (minute))';
