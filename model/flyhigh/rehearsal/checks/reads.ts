// What the API answers to readers against what it must know; one traveller deletes the own profile, and only that.

import type { Check } from '../../../../local/rehearsal.ts';
import type { High, RouteDemand } from '../reference/demand.ts';
import type { Counts } from '../reference/figures.ts';
import type { ExpectedProfile } from '../reference/profiles.ts';
import type { Door } from '../sending/door.ts';
import type { Flight } from '../traffic/network.ts';
import { seatKey } from '../traffic/network.ts';
import { checkOf } from './check.ts';

export interface Readable {
  readonly door: Pick<Door, 'read' | 'erase'>;
  readonly flights: readonly Flight[];
  /** By `flightId#cabin`. */
  readonly sold: ReadonlyMap<string, number>;
  readonly demand: ReadonlyMap<string, RouteDemand>;
  /** By `route minute`. */
  readonly figures: ReadonlyMap<string, Counts>;
  readonly profiles: ReadonlyMap<string, ExpectedProfile>;
  readonly travellerRefs: readonly string[];
  now(): number;
}

const shownAtMost = 9;
const mostOffers = 5;
const least = 0.05;
const halfLifeMs = 14 * 86_400_000;
/** A score fades by so much within minutes. */
const near = 1e-3;

export async function readsCheck(readable: Readable): Promise<Check> {
  const asked = readable.now();
  const open = [...readable.demand.values()].filter(({ high }) => isHigh(high, asked, asked) === undefined).length;
  const wrong = [
    ...(await seatReads(readable)),
    ...(await demandReads(readable)),
    ...(await figureReads(readable)),
    ...(await travellerReads(readable)),
  ];
  return checkOf(
    'Readers are told seats, demand, figures and offers as they are; a traveller reads and deletes only what is the own',
    wrong,
    `${readable.flights.length} flights, ${readable.demand.size} routes${open === 0 ? '' : `, ${open} of them at a time when demand may be high or not`}, ${sampled(readable).length} routes' figures, two travellers`,
  );
}

async function seatReads({ door, flights, sold }: Readable): Promise<readonly string[]> {
  return each(flights, async ({ flightId, cabins }) => {
    const { status, json } = parsed<{ cabins: { cabin: string; seatsLeft: number }[] }>(
      await door.read(`/flights/${flightId}/seats`),
    );
    const due = cabins.filter(({ cabin }) => sold.has(seatKey({ flightId, cabin })));
    if (due.length === 0 && status === 404) return [];
    if (status !== 200) return [`seats of ${flightId} were answered ${status}`];
    return due.flatMap(({ cabin, sellLimit }) => {
      const left = Math.min(shownAtMost, Math.max(0, sellLimit - (sold.get(seatKey({ flightId, cabin })) ?? 0)));
      const told = json?.cabins.find((seats) => seats.cabin === cabin)?.seatsLeft;
      return told === left ? [] : [`${flightId} ${cabin}: ${told} seats left, ${left} due`];
    });
  });
}

async function demandReads({ door, demand, now }: Readable): Promise<readonly string[]> {
  return each([...demand], async ([route, { high }]) => {
    const asked = now();
    const { status, json } = parsed<{ high: boolean }>(await door.read(`/routes/${route}/demand`));
    const due = isHigh(high, asked, now());
    const right = status === 200 && (due === undefined ? typeof json?.high === 'boolean' : json?.high === due);
    return right ? [] : [`demand for ${route}: ${json?.high}, ${due ?? 'either'} due`];
  });
}

/** Nothing where it may be either: a lease lapses some time after its searches, and a verdict may come late. */
function isHigh({ surelyUntil, atMostUntil }: High, asked: number, answered: number): boolean | undefined {
  if (answered < surelyUntil) return true;
  return asked > atMostUntil ? false : undefined;
}

async function figureReads(readable: Readable): Promise<readonly string[]> {
  const { door, figures } = readable;
  return each(sampled(readable), async (route) => {
    const { status, json } = parsed<{ minutes: ({ minute: string } & Counts)[] }>(
      await door.read(`/routes/${route}/figures`),
    );
    if (status !== 200) return [`figures of ${route} were answered ${status}`];
    return (json?.minutes ?? []).flatMap(({ minute, ...told }) => {
      const due = figures.get(`${route} ${minute.slice(0, 16)}`);
      const same = due
        ? due.searches === told.searches && due.seats === told.seats && due.cancelled === told.cancelled
        : Object.values(told).every((value) => value === 0);
      return same ? [] : [`figures of ${route} at ${minute} are not what was counted`];
    });
  });
}

function sampled({ demand }: Readable): readonly string[] {
  return [...demand.keys()].sort().filter((_, index) => index % 6 === 0);
}

async function travellerReads({ door, profiles, travellerRefs, demand, now }: Readable): Promise<readonly string[]> {
  const known = travellerRefs.flatMap((ref, traveller) => {
    const profile = profiles.get(ref);
    return profile && profile.interests.size > 0 && traveller > 0 ? [{ traveller, profile }] : [];
  });
  const [one, other] = known;
  if (!one || !other) return ['there are no two travellers to read for'];
  const scores = (profile: ExpectedProfile) =>
    new Map([...profile.interests].map(([name, score]) => [name, score * 2 ** ((profile.asOf - now()) / halfLifeMs)]));
  const wrong: string[] = [];
  const own = parsed<{ interests: { name: string; score: number }[] }>(await door.read('/me/profile', one.traveller));
  const due = [...scores(one.profile)].filter(([, score]) => score >= least + near);
  for (const [name, score] of due) {
    const told = own.json?.interests.find((interest) => interest.name === name)?.score ?? 0;
    if (Math.abs(told - score) > near * Math.max(1, score))
      wrong.push(`interest in ${name}: ${told} told, ${score} due`);
  }
  const asked = now();
  const offers = parsed<{ offers: { destination: string; score: number; highDemand: boolean }[] }>(
    await door.read('/me/offers', one.traveller),
  );
  const answered = now();
  if (offers.json?.offers.length !== Math.min(mostOffers, due.length)) wrong.push('another number of offers is due');
  for (const { destination, score, highDemand } of offers.json?.offers ?? []) {
    const leading = [...demand].filter(([route]) => route.slice(4) === destination);
    const ways = leading.map(([, { high }]) => isHigh(high, asked, answered));
    const judged = highDemand ? ways.some((high) => high !== false) : !ways.includes(true);
    if (!judged) wrong.push(`the offer of ${destination} misjudges demand`);
    const expected = (scores(one.profile).get(destination) ?? 0) * (highDemand ? 1.2 : 1);
    if (Math.abs(score - expected) > near * Math.max(1, expected)) wrong.push(`the offer of ${destination} is not due`);
  }
  const erased = await door.erase(one.traveller);
  if (erased.status !== 204) wrong.push(`deleting the own profile was answered ${erased.status}`);
  const after = await door.read('/me/profile', one.traveller);
  if (after.status !== 404) wrong.push(`a deleted profile was answered ${after.status}`);
  const untouched = await door.read('/me/profile', other.traveller);
  if (untouched.status !== 200) wrong.push(`another's profile was answered ${untouched.status}`);
  return wrong;
}

function parsed<T>({ status, text }: { readonly status: number; readonly text: string }): {
  readonly status: number;
  readonly json?: T;
} {
  return status === 200 ? { status, json: JSON.parse(text) } : { status };
}

/** One after the other: nothing here is about load. */
async function each<T>(list: readonly T[], read: (item: T) => Promise<readonly string[]>): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const item of list) wrong.push(...(await read(item)));
  return wrong;
}
