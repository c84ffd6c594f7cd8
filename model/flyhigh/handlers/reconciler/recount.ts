// A span of time as the lake knows it to final figures, wherever the live ones differ. Repeatable: it replaces, never adds.

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, epochSeconds, minuteMs } from '../common/clock.ts';
import { type DocumentClient, retrying } from '../common/dynamo.ts';
import { byMinute, type Counts, figuresKeptMs, finalKey, minuteOf, noCounts, queryFigures } from '../common/figures.ts';
import { inParallel } from '../common/lanes.ts';
import { grouped, type Lake, type Row, wholeIn } from './lake.ts';
import { recountSql } from './recount-sql.ts';

export interface RecountDependencies {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly lake: Lake;
  readonly figuresTable: string;
}

export interface Span {
  /** Epoch milliseconds, a whole minute. */
  readonly from: number;
  /** Not included. */
  readonly until: number;
}

/** A figure that is shown and not what the lake counts. */
export interface Difference {
  readonly route: string;
  /** 2026-12-24T10:15 */
  readonly minute: string;
  readonly shown: Counts;
  readonly counted: Counts;
}

export interface RecountOptions {
  /** False: only look. */
  readonly write?: boolean;
  /** Asked before every few routes. */
  readonly timeIsUp?: () => boolean;
  readonly onDifference?: (difference: Difference) => void;
}

export interface RecountResult {
  /** Routes compared, the one over all of them included. */
  readonly routes: number;
  /** Figures that differed, and were replaced unless told otherwise. */
  readonly corrected: number;
  /** The first route, in the order of the alphabet, that there was no time for. */
  readonly leftFrom?: string;
}

const routesAtOnce = 8;

/** Rejects when the lake cannot be asked or the table not be written; what is replaced by then is right all the same. */
export async function recount(
  dependencies: RecountDependencies,
  span: Span,
  { write = true, timeIsUp = () => false, onDifference = () => {} }: RecountOptions = {},
): Promise<RecountResult> {
  let routes = 0;
  let corrected = 0;
  for await (const chunk of chunksOf(dependencies.lake, span)) {
    const leftFrom = chunk[0]?.route;
    if (leftFrom !== undefined && timeIsUp()) return { routes, corrected, leftFrom };
    await inParallel(chunk, routesAtOnce, async (counted) => {
      for (const difference of await differences(dependencies, span, counted)) {
        if (write) await putFinal(dependencies, difference);
        onDifference(difference);
        corrected += 1;
      }
    });
    routes += chunk.length;
  }
  return { routes, corrected };
}

interface Counted {
  readonly route: string;
  readonly minutes: ReadonlyMap<string, Counts>;
}

/** A few whole routes at a time: a day of all of them need not fit into memory. */
async function* chunksOf(lake: Lake, { from, until }: Span): AsyncGenerator<readonly Counted[]> {
  let chunk: Counted[] = [];
  for await (const rows of grouped(lake.query(recountSql(from, until)), ([route = '']) => route)) {
    chunk.push(countedIn(rows));
    if (chunk.length < routesAtOnce) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function countedIn(rows: readonly Row[]): Counted {
  const route = rows[0]?.[0] ?? '';
  const minutes = rows.map(([, minute, searches, bookings, seats, cancelled]) => {
    const counts = {
      searches: wholeIn(searches),
      bookings: wholeIn(bookings),
      seats: wholeIn(seats),
      cancelled: wholeIn(cancelled),
    };
    return [minuteOf(wholeIn(minute) * minuteMs), counts] as const;
  });
  return { route, minutes: new Map(minutes) };
}

async function differences(
  dependencies: RecountDependencies,
  { from, until }: Span,
  { route, minutes }: Counted,
): Promise<readonly Difference[]> {
  const live = byMinute(await queryFigures(dependencies, route, from, until - minuteMs));
  return [...new Set([...live.keys(), ...minutes.keys()])].sort().flatMap((minute) => {
    const [shown, counted] = [live.get(minute) ?? noCounts, minutes.get(minute) ?? noCounts];
    return same(shown, counted) ? [] : [{ route, minute, shown, counted }];
  });
}

function same(a: Counts, b: Counts): boolean {
  return a.searches === b.searches && a.bookings === b.bookings && a.seats === b.seats && a.cancelled === b.cancelled;
}

async function putFinal(
  { clock, db, figuresTable }: RecountDependencies,
  { route, minute, counted }: Difference,
): Promise<void> {
  const expiresAt = epochSeconds(Date.parse(`${minute}:00.000Z`) + figuresKeptMs);
  const item = { route, minuteKey: finalKey(minute), ...counted, expiresAt };
  await retrying(clock, () => db.send(new PutCommand({ TableName: figuresTable, Item: item })));
}
