// What an alert says of a cabin or a route, against what is true of it.

import type { Delivered } from '../stores/alerts.ts';
import type { Flight } from '../traffic/network.ts';
import { seatKey } from '../traffic/network.ts';

interface Cabin {
  readonly capacity: number;
  readonly sellLimit: number;
}

/** A sentence for each alert that says something wrong. */
export function wrongWords(deliveries: readonly Delivered[], flights: readonly Flight[]): readonly string[] {
  const cabins = new Map<string, Cabin>(
    flights.flatMap(({ flightId, cabins: all }) => all.map((each) => [seatKey({ flightId, cabin: each.cabin }), each])),
  );
  return deliveries.flatMap((delivery) =>
    wrongFields(delivery, cabins.get(delivery.about)).map((field) => `${delivery.id}: its ${field} is wrong`),
  );
}

function wrongFields({ id, type, detail }: Delivered, cabin: Cabin | undefined): readonly string[] {
  // An id ends with the moment from which it is so.
  const since = Number(id.split('#').at(-1));
  const { schemaVersion, eventTime } = detail;
  const wrong: string[] = [];
  const must = (field: string, holds: boolean): void => {
    if (!holds) wrong.push(field);
  };
  must('schemaVersion', schemaVersion === 1);
  must('eventTime', eventTime === new Date(since).toISOString());
  if (type === 'HighDemand') {
    must('highUntil', Date.parse(String(detail.highUntil)) > since);
    must('score', Number(detail.score) >= 6);
    return wrong;
  }
  const { capacity, sellLimit } = cabin ?? { capacity: Number.NaN, sellLimit: Number.NaN };
  must('capacity', detail.capacity === capacity);
  must('sellLimit', detail.sellLimit === sellLimit);
  // Told late, after a function was cut off, it may have sunk as far as a level is kept.
  must('sold', Number(detail.sold) >= Math.ceil(sellLimit * 0.93));
  return wrong;
}
