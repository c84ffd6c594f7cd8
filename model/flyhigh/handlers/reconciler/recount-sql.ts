// A span of time to the query that counts its distinct events by route and minute, as live analytics counts them.

import { dayMs, minuteMs } from '../common/clock.ts';
import { allRoutes } from '../common/figures.ts';

/**
 * The span lies inside the query, and a day more is read on either side, so that an event and its repetition are seen
 * together on whichever side of midnight they arrived.
 *
 * @param from epoch milliseconds, a whole minute.
 * @param until epoch milliseconds, not included.
 */
export function recountSql(from: number, until: number): string {
  const arrived = `dt BETWEEN '${day(from - dayMs)}' AND '${day(until)}'`;
  const within = `copy = 1 AND minute BETWEEN ${from / minuteMs} AND ${until / minuteMs - 1}`;
  return `WITH searches AS (
  SELECT event.origin || '-' || event.destination AS route, ${minute}, ${copy}
  FROM search WHERE ${arrived}
), sales AS (
  SELECT event.eventid AS id, event.eventtype AS kind, event.added AS added, event.removed AS removed, ${minute}, ${copy}
  FROM booking WHERE ${arrived}
), searched AS (SELECT route, minute FROM searches WHERE ${within}
), sold AS (SELECT id, kind, added, removed, minute FROM sales WHERE ${within}
), gained AS (
  SELECT id, kind, minute, flight.route AS route, flight.seats AS seats
  FROM sold CROSS JOIN UNNEST(transform(added, f -> CAST(ROW(f.route, f.seats) AS ROW(route varchar, seats bigint)))) AS flight (route, seats)
), lost AS (
  SELECT id, minute, flight.route AS route, flight.seats AS seats
  FROM sold CROSS JOIN UNNEST(transform(removed, f -> CAST(ROW(f.route, f.seats) AS ROW(route varchar, seats bigint)))) AS flight (route, seats)
), counted (route, minute, searches, bookings, seats, cancelled) AS (
  SELECT route, minute, count(*), 0, 0, 0 FROM searched GROUP BY route, minute
  UNION ALL SELECT '${allRoutes}', minute, count(*), 0, 0, 0 FROM searched GROUP BY minute
  UNION ALL SELECT '${allRoutes}', minute, 0, count_if(kind = 'BookingConfirmed'), 0, 0 FROM sold GROUP BY minute
  UNION ALL SELECT route, minute, 0, count(DISTINCT IF(kind = 'BookingConfirmed', id)), sum(seats), 0 FROM gained GROUP BY route, minute
  UNION ALL SELECT '${allRoutes}', minute, 0, 0, sum(seats), 0 FROM gained GROUP BY minute
  UNION ALL SELECT route, minute, 0, 0, 0, sum(seats) FROM lost GROUP BY route, minute
  UNION ALL SELECT '${allRoutes}', minute, 0, 0, 0, sum(seats) FROM lost GROUP BY minute
)
SELECT route, minute, sum(searches), sum(bookings), sum(seats), sum(cancelled)
FROM counted GROUP BY route, minute ORDER BY route, minute`;
}

const happened = 'CAST(to_unixtime(from_iso8601_timestamp(event.eventtime)) * 1000 AS bigint)';
/** The same clamp as when it was counted live: arrival less 15 minutes to arrival plus one. */
const minute = `least(greatest(${happened}, meta.receivedat - 900000), meta.receivedat + 60000) / 60000 AS minute`;
const copy = 'row_number() OVER (PARTITION BY event.eventid ORDER BY meta.receivedat) AS copy';

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
