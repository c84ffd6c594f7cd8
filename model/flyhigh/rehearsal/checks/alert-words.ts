// What an alert says of a cabin or a route, against what is true of it.

import { leaseMs, leastScore, type RouteDemand } from '../reference/demand.ts';
import type { DueLevels } from '../reference/levels.ts';
import type { Delivered } from '../stores/alerts.ts';
import { seededScore } from '../stores/tables.ts';
import type { Flight } from '../traffic/network.ts';
import { seatKey } from '../traffic/network.ts';

interface Known {
  readonly levels: ReadonlyMap<string, DueLevels>;
  readonly demand: ReadonlyMap<string, RouteDemand>;
  readonly flights: readonly Flight[];
}

/** A sentence for each alert that says something wrong. */
export function wrongWords(deliveries: readonly Delivered[], known: Known): readonly string[] {
  const cabins = new Map(
    known.flights.flatMap(({ flightId, cabins: all }) =>
      all.map((each) => [seatKey({ flightId, cabin: each.cabin }), each]),
    ),
  );
  return deliveries.flatMap((delivery) => {
    const { about, detail, id, type } = delivery;
    // An id ends with the moment from which it is so.
    const since = Number(id.split('#').at(-1));
    const right = {
      schemaVersion: detail.schemaVersion === 1,
      eventTime: detail.eventTime === new Date(since).toISOString(),
      ...(type === 'HighDemand'
        ? rightOfRoute(delivery, since, known.demand.get(about))
        : rightOfCabin(delivery, cabins.get(about), known.levels.get(about))),
    };
    return Object.entries(right).flatMap(([field, holds]) => (holds ? [] : [`${id}: its ${field} is wrong`]));
  });
}

/** No lease is renewed before it is announced. What was seeded is announced as it was seeded. */
function rightOfRoute({ detail }: Delivered, since: number, due: RouteDemand | undefined) {
  const score = Number(detail.score);
  return {
    highUntil: Date.parse(String(detail.highUntil)) === since + leaseMs,
    score: due?.healed ? score === seededScore : score >= leastScore && score <= (due?.mostScore ?? 0),
  };
}

/** Announced late, after a function was cut off, it says what was sold then: traffic waits for it before seats may fall. */
function rightOfCabin(
  { detail, type }: Delivered,
  cabin: Flight['cabins'][number] | undefined,
  due: DueLevels | undefined,
) {
  const sold = Number(detail.sold);
  const bounds = due?.said.filter((_, index) => due.alerts[index] === type) ?? [];
  return {
    capacity: detail.capacity === cabin?.capacity,
    sellLimit: detail.sellLimit === cabin?.sellLimit,
    sold: bounds.some(({ least, most }) => sold >= least && sold <= most),
  };
}
