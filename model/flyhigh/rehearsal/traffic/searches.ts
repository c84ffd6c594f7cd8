// Routes and how often each is searched to the messages of guests and of signed-in travellers.

import type { Search } from '../../../../output/contracts/events.ts';
import { type Chance, chance } from './chance.ts';
import type { Message } from './message.ts';
import type { RouteTraffic } from './routes.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const signedInShare = 0.15;

/** @param start epoch milliseconds; dates asked for follow its day. */
export function searchMessages(
  seed: number,
  start: number,
  routes: readonly RouteTraffic[],
  travellers: number,
): readonly Message[] {
  const drawn = chance(seed, 'searches');
  // Some of the visitors look more than once: their searches share a shard.
  const visitors = Array.from({ length: 400 }, () => uuid(drawn));
  return routes.flatMap(({ seeded: { route }, searches, from, to, story }) =>
    Array.from({ length: searches }, (): Message => {
      const key = drawn.hex(18);
      const signedIn = drawn.happens(signedInShare);
      return {
        key,
        chain: key,
        path: signedIn ? '/me/searches' : '/searches',
        ...(signedIn ? { traveller: drawn.between(0, travellers - 1) } : {}),
        agoMs: story === 'usual' ? age(drawn) : drawn.between(0, 2_000),
        at: from + (to - from) * drawn.next(),
        draft: draft(drawn, start, route, drawn.happens(0.6) ? drawn.pick(visitors) : uuid(drawn)),
      };
    }),
  );
}

/** Mostly sent at once; some from a queue that was offline, a few by a clock that is wrong in either direction. */
function age(drawn: Chance): number {
  const kind = drawn.next();
  if (kind < 0.004) return drawn.between(60, 180) * minuteMs;
  if (kind < 0.008) return -drawn.between(5, 30) * minuteMs;
  return kind < 0.07 ? drawn.between(20_000, 240_000) : drawn.between(0, 2_000);
}

function draft(
  drawn: Chance,
  start: number,
  route: string,
  visitorId: string,
): Omit<Search, 'eventId' | 'eventTime' | 'searchId'> {
  const departure = drawn.between(1, 120);
  const date = (days: number) => new Date(start + days * dayMs).toISOString().slice(0, 10);
  return {
    eventType: 'FlightSearched',
    schemaVersion: 1,
    visitorId,
    origin: route.slice(0, 3),
    destination: route.slice(4),
    departOn: date(departure),
    ...(drawn.happens(0.6) ? { returnOn: date(departure + drawn.between(1, 21)) } : {}),
    party: drawn.between(1, 4),
    ...(drawn.happens(0.5) ? { cabin: drawn.pick(['Y', 'Y', 'Y', 'W', 'J', 'F'] as const) } : {}),
    ...(drawn.happens(0.3) ? { flexibleDays: drawn.between(0, 3), resultCount: drawn.between(0, 80) } : {}),
    device: drawn.happens(0.6) ? 'mobile' : 'web',
    consent: drawn.happens(0.8),
  };
}

function uuid(drawn: Chance): string {
  return [8, 4, 4, 4, 12].map((digits) => drawn.hex(digits)).join('-');
}
