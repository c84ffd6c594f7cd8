// What the figures must be, by code that shares nothing with what counts them, and what the live ones are.
import { createHandler } from '../../../model/flyhigh/handlers/live-analytics/handler.ts';
import { batch, record, sequence } from '../../handlers/support/records.ts';
import type { World } from '../../handlers/support/world.ts';
import { chance, type Happened } from './history.ts';

/** searches, bookings, seats, cancelled */
export type Figure = readonly [number, number, number, number];

interface Told {
  readonly eventId: string;
  readonly eventType: string;
  readonly eventTime: string;
  readonly origin?: string;
  readonly destination?: string;
  readonly added?: readonly { readonly route: string; readonly seats: number }[];
  readonly removed?: readonly { readonly route: string; readonly seats: number }[];
}

/** Of distinct events, by `route minute`; zeros are left out. */
export function distinctFigures(happened: readonly Happened[]): ReadonlyMap<string, Figure> {
  const first = new Map<string, { readonly told: Told; readonly receivedAt: number }>();
  for (const { event, receivedAt, malformed } of happened) {
    if (malformed) continue;
    const told = event as Told;
    const known = first.get(told.eventId);
    if (!known || receivedAt < known.receivedAt) first.set(told.eventId, { told, receivedAt });
  }
  const sums = new Map<string, [number, number, number, number]>();
  for (const { told, receivedAt } of first.values()) {
    const earliest = receivedAt - 900_000;
    const latest = receivedAt + 60_000;
    const at = [earliest, Date.parse(told.eventTime), latest].sort((a, b) => a - b)[1] ?? 0;
    const minute = new Date(at).toISOString().slice(0, 16);
    const add = (route: string, place: 0 | 1 | 2 | 3, value: number) => {
      const sum = sums.get(`${route} ${minute}`) ?? [0, 0, 0, 0];
      sum[place] += value;
      sums.set(`${route} ${minute}`, sum);
    };
    const booked = new Set(told.eventType === 'BookingConfirmed' ? ['ALL'] : []);
    if (told.eventType === 'FlightSearched') {
      add(`${told.origin}-${told.destination}`, 0, 1);
      add('ALL', 0, 1);
    }
    for (const { route, seats } of told.added ?? []) {
      if (told.eventType === 'BookingConfirmed') booked.add(route);
      add(route, 2, seats);
      add('ALL', 2, seats);
    }
    for (const { route, seats } of told.removed ?? []) {
      add(route, 3, seats);
      add('ALL', 3, seats);
    }
    for (const route of booked) add(route, 1, 1);
  }
  return new Map([...sums].filter(([, figure]) => figure.some((value) => value !== 0)));
}

/** Has live analytics count it all, in batches of one shard of each stream. */
export async function countLive(world: World, happened: readonly Happened[], seed: number): Promise<void> {
  const handle = createHandler({
    ...world.said,
    clock: world.clock,
    db: world.store.direct,
    figuresTable: 'figures',
  });
  const random = chance(seed);
  for (const table of ['booking', 'search'] as const) {
    const records = happened
      .filter((each) => each.table === table)
      .map(({ event, receivedAt }, n) =>
        record(event, { receivedAt, sequenceNumber: sequence(n + 1), stream: `${table}Stream` }),
      );
    for (let at = 0; at < records.length; ) {
      const size = 1 + Math.floor(random() * 40);
      const { batchItemFailures } = await handle(batch(...records.slice(at, at + size)));
      if (batchItemFailures.length > 0) throw new Error('live analytics failed');
      at += size;
    }
  }
}

/** As readers see them: a final figure wins over the shards' sum. By `route minute`; zeros are left out. */
export async function shownFigures(world: World): Promise<ReadonlyMap<string, Figure>> {
  const live = new Map<string, Figure>();
  const final = new Map<string, Figure>();
  for (const item of await world.store.items('figures')) {
    const [minute = '', kind] = String(item.minuteKey).split('#');
    const key = `${item.route} ${minute}`;
    const values = [item.searches, item.bookings, item.seats, item.cancelled].map((value) => Number(value ?? 0));
    const [a = 0, b = 0, c = 0, d = 0] = values;
    const [e, f, g, h] = live.get(key) ?? [0, 0, 0, 0];
    if (kind === 'final') final.set(key, [a, b, c, d]);
    else live.set(key, [a + e, b + f, c + g, d + h]);
  }
  const shown = new Map([...live, ...final]);
  return new Map([...shown].filter(([, figure]) => figure.some((value) => value !== 0)));
}
