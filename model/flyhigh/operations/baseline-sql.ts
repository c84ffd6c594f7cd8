// A span of time to the query for the searches of every route and hour, and the busiest five minutes in each.
import { hourMs, minuteMs } from '../handlers/common/clock.ts';
import { type Row, wholeIn } from '../handlers/reconciler/lake.ts';
import {
  arrivedAround,
  countedMinute,
  searchedRoute,
  soundSearch,
  wholePart,
} from '../handlers/reconciler/lake-sql.ts';

/** What one hour of a route held. */
export interface Hour {
  /** Hours since 1970. */
  readonly hour: number;
  readonly searches: number;
  readonly busiest: {
    /** Epoch milliseconds of the last moment of the five minutes; of several as busy, the first. */
    readonly at: number;
    readonly searches: number;
  };
  /** Epoch milliseconds of the first minute with a search. */
  readonly began: number;
}

const minutesAnHour = hourMs / minuteMs;

/**
 * Rows of route, hour, searches, busiest and first minute, by route and hour. Searches of each day's distinct events, as
 * the view has them: one repeated over midnight more or less makes no baseline.
 *
 * @param from epoch milliseconds, a whole hour.
 * @param until epoch milliseconds, not included, a whole hour.
 */
export function baselineSql(from: number, until: number): string {
  // One number, so that the first of several as busy minutes wins in every engine.
  const rank = `five * ${minutesAnHour} + ${minutesAnHour - 1} - minute % ${minutesAnHour}`;
  return `WITH searches AS (
  SELECT ${searchedRoute} AS route, ${countedMinute} AS minute
  FROM search_once WHERE ${arrivedAround(from, until)} AND ${soundSearch}
), minutes AS (
  SELECT route, minute, count(*) AS searches FROM searches
  WHERE minute BETWEEN ${from / minuteMs} AND ${until / minuteMs - 1} GROUP BY route, minute
), windows AS (
  SELECT route, minute, searches, ${wholePart('minute', minutesAnHour)} AS hour_number,
    CAST(sum(searches) OVER (PARTITION BY route ORDER BY minute RANGE BETWEEN 4 PRECEDING AND CURRENT ROW) AS bigint) AS five
  FROM minutes
)
SELECT route, hour_number, sum(searches), max(${rank}), min(minute)
FROM windows GROUP BY route, hour_number ORDER BY route, hour_number`;
}

export function hourIn([, hour, searches, rank, began]: Row): Hour {
  const number = wholeIn(hour);
  const ranked = wholeIn(rank);
  const minute = minutesAnHour - 1 - (ranked % minutesAnHour);
  return {
    hour: number,
    searches: wholeIn(searches),
    busiest: { at: number * hourMs + (minute + 1) * minuteMs - 1, searches: Math.floor(ranked / minutesAnHour) },
    began: wholeIn(began) * minuteMs,
  };
}
