// A schedule that was played to what of it does not hold: nothing, if all is well.

import { figuresOf, isSale, profiles, remembered, seatsSold } from './reference.ts';
import type { Call, Kept, Played } from './schedule.ts';
import { seatLimit } from './traffic.ts';

type Item = Readonly<Record<string, unknown>>;

export interface Stores {
  /** Items of a table, by the name that the handlers know. */
  items(table: 'seats' | 'figures' | 'profiles'): Promise<readonly Item[]>;
}

/** What can fail to hold, each by itself. */
export const kinds = ['seats', 'figures', 'profiles', 'accounts'] as const;
export type Kind = (typeof kinds)[number];

export interface Verdict {
  /** Sentences, each about one thing that differs. */
  readonly problems: Readonly<Record<Kind, readonly string[]>>;
  /** How many figures one number is due for, and for how many a least and a most. */
  readonly figures: { readonly exact: number; readonly bounded: number };
}

export async function verdictOf(played: Played, stores: Stores): Promise<Verdict> {
  const bounds = figureBounds(played);
  const exact = [...bounds.values()].filter(({ least, most }) => least === most).length;
  return {
    problems: {
      seats: seats(played, await stores.items('seats')),
      figures: figures(bounds, await stores.items('figures')),
      profiles: interests(played, await stores.items('profiles')),
      accounts: [...accounts(played), ...rejections(played)],
    },
    figures: { exact, bounded: bounds.size - exact },
  };
}

/** Seats exact; levels where they belong, each announced. */
function seats({ kept, announced }: Played, items: readonly Item[]): readonly string[] {
  const due = seatsSold(kept);
  const found = new Map(items.map((item) => [`${item.flightId}#${item.cabin}`, item]));
  const ids = new Set(announced.map(({ id }) => id));
  return [...new Set([...due.keys(), ...found.keys()])].flatMap((key) => {
    const item = found.get(key) ?? {};
    const [sold, is] = [due.get(key) ?? 0, Number(item.sold ?? 0)];
    if (sold !== is) return [`${key}: ${is} seats sold instead of ${sold}`];
    const level = Number(item.alertLevel ?? 0);
    const limit = Number(item.sellLimit ?? seatLimit);
    const fits = sold > limit ? level === 2 : sold === limit ? level >= 1 : level === 0;
    if (!fits) return [`${key}: level ${level} at ${sold} of ${limit} seats`];
    if (level > 0 && !(item.announced === true && ids.has(`${key}#${level}#${item.alertSince}`))) {
      return [`${key}: level ${level} was not announced`];
    }
    return [];
  });
}

/**
 * Figures equal the records in the stream. A repetition counts once where it stands in one batch with what it repeats, and
 * what was set aside may have been counted or not: only there is there room between a least and a most.
 */
function figureBounds(played: Played): ReadonlyMap<string, Bounds> {
  const bounds = new Map<string, Bounds>();
  const aside = setAsideFor(played, 'liveAnalytics');
  for (const record of played.kept) {
    const twin = played.kept.find((other) => isTwin(other, record));
    const together = twin ? togetherness(played.calls, twin, record) : 'never';
    if (together === 'always') continue;
    const uncertain = aside.has(place(record)) || together === 'sometimes';
    for (const [key, by] of figuresOf(record)) {
      const { least, most } = bounds.get(key) ?? { least: 0, most: 0 };
      bounds.set(key, { least: uncertain ? least : least + by, most: most + by });
    }
  }
  return bounds;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function figures(bounds: ReadonlyMap<string, Bounds>, items: readonly Item[]): readonly string[] {
  const found = new Map<string, number>(
    items.flatMap((item) =>
      ['searches', 'bookings', 'seats', 'cancelled'].flatMap((name) =>
        item[name] === undefined ? [] : [[`${item.route} ${item.minuteKey} ${name}`, Number(item[name])] as const],
      ),
    ),
  );
  return [...new Set([...bounds.keys(), ...found.keys()])].flatMap((key) => {
    const { least, most } = bounds.get(key) ?? { least: 0, most: 0 };
    const is = found.get(key) ?? 0;
    return is < least || is > most
      ? [`${key}: ${is} instead of ${least === most ? least : `${least} to ${most}`}`]
      : [];
  });
}

/** An earlier record of the same shard with the same event. */
function isTwin(other: Kept, record: Kept): boolean {
  return (
    other.event !== undefined &&
    other.event.eventId === record.event?.eventId &&
    other.stream === record.stream &&
    other.shardId === record.shardId &&
    other.sequenceNumber < record.sequenceNumber
  );
}

/** Whether they came in one batch whenever the later one came. */
function togetherness(calls: readonly Call[], twin: Kept, record: Kept): 'always' | 'sometimes' | 'never' {
  const batches = calls.filter(
    ({ connection, sequenceNumbers }) =>
      connection === `${record.stream}.feed.liveAnalytics` && sequenceNumbers.includes(record.sequenceNumber),
  );
  const both = batches.filter(({ sequenceNumbers }) => sequenceNumbers.includes(twin.sequenceNumber)).length;
  if (both === 0) return 'never';
  return both === batches.length ? 'always' : 'sometimes';
}

/** Profiles equal to 1e-9. */
function interests({ kept }: Played, items: readonly Item[]): readonly string[] {
  const due = profiles(kept);
  const found = new Map(items.map((item) => [String(item.travellerRef), item]));
  return [...new Set([...due.keys(), ...found.keys()])].flatMap((traveller) => {
    const [expected, item] = [due.get(traveller), found.get(traveller)];
    if (!expected || !item) return [`${traveller}: a profile ${item ? 'too many' : 'is missing'}`];
    if (expected.asOf !== item.asOf) return [`${traveller}: as of ${item.asOf} instead of ${expected.asOf}`];
    return (['interests', 'cabins'] as const).flatMap((what) => {
      const scores = new Map(Object.entries(Object(item[what]) as Record<string, number>));
      return [...new Set([...expected[what].keys(), ...scores.keys()])].flatMap((name) => {
        const [score, is] = [expected[what].get(name) ?? 0, scores.get(name) ?? 0];
        return Math.abs(score - is) < 1e-9 ? [] : [`${traveller}: ${name} ${is} instead of ${score}`];
      });
    });
  });
}

/** Each record of each mapping was filtered out, or acknowledged, or set aside: one of the three, and once. */
function accounts(played: Played): readonly string[] {
  return played.mappings.flatMap(({ connection, filters }, index) => {
    const [stream = '', , name = ''] = connection.split('.');
    const records = played.kept.filter((record) => record.stream === stream);
    const wanted = filters.length === 0 ? records : records.filter((record) => remembered(record) !== undefined);
    const done = acknowledged(played.calls.filter((call) => call.connection === connection));
    const aside = setAsideFor(played, name, stream);
    const lost = wanted.flatMap((record) => {
      const times = (done.get(record.sequenceNumber) ?? 0) + (aside.get(place(record)) ?? 0);
      return times === 1
        ? []
        : [`${connection}: ${record.sequenceNumber} was acknowledged or set aside ${times} times`];
    });
    const due = { read: records.length, filtered: records.length - wanted.length, setAside: total(aside) };
    const { read, filtered, setAside, succeeded } = played.statistics[index] ?? {};
    const counts = JSON.stringify({ read, filtered, setAside, succeeded });
    const right = JSON.stringify({ ...due, succeeded: wanted.length - due.setAside });
    return counts === right ? lost : [...lost, `${connection}: counted ${counts} instead of ${right}`];
  });
}

/** How often the function said of a record that it is done, and the poller heard it. */
function acknowledged(calls: readonly Call[]): ReadonlyMap<string, number> {
  const done = new Map<string, number>();
  for (const { sequenceNumbers, answer } of calls) {
    if (!answer || answer.functionError !== undefined) continue;
    const { batchItemFailures = [] } = JSON.parse(answer.payload) as {
      batchItemFailures?: readonly { readonly itemIdentifier: string }[];
    };
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = sequenceNumbers.findIndex((number) => failed.has(number));
    for (const number of first < 0 ? sequenceNumbers : sequenceNumbers.slice(0, first)) {
      done.set(number, (done.get(number) ?? 0) + 1);
    }
  }
  return done;
}

const place = ({ stream, shardId, sequenceNumber }: Kept) => `${stream} ${shardId} ${sequenceNumber}`;

/** How often each record stands in what was set aside for a function. */
function setAsideFor({ objects, mappings }: Played, name: string, of?: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [key, text] of objects) {
    const [, , uuid, shardId = ''] = key.split('/');
    const mapping = mappings.find((one) => one.uuid === uuid);
    const [stream, , reader] = mapping?.connection.split('.') ?? [];
    if (reader !== name || (of !== undefined && of !== stream)) continue;
    const { payload } = JSON.parse(text) as { payload: string };
    for (const [, number] of payload.matchAll(/"sequenceNumber":"(\d+)"/g)) {
      const where = `${stream} ${shardId} ${number}`;
      found.set(where, (found.get(where) ?? 0) + 1);
    }
  }
  return found;
}

const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** What breaks its contract lies under rejected/, and nothing else does. */
function rejections({ kept, objects }: Played): readonly string[] {
  const sales = kept.filter(({ stream, event }) => stream === 'bookingStream' && !(event && isSale(event)));
  const due = sales.map(
    ({ stream, shardId, sequenceNumber }) => `rejected/${stream}/${shardId}/${sequenceNumber}.json`,
  );
  const found = [...objects.keys()].filter((key) => key.startsWith('rejected/'));
  return [
    ...due.filter((key) => !found.includes(key)).map((key) => `${key} is missing`),
    ...found.filter((key) => !due.includes(key)).map((key) => `${key} should not be there`),
  ];
}
