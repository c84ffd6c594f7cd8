// Yesterday as the lake knows it to final figures, wherever the live ones differ. Repeatable: it replaces, never adds.

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { dayMs, epochSeconds, minuteMs } from '../common/clock.ts';
import { retrying } from '../common/dynamo.ts';
import { byMinute, type Counts, figuresKeptMs, finalKey, minuteOf, noCounts, queryFigures } from '../common/figures.ts';
import { inParallel } from '../common/groups.ts';
import { type Recounted, runQuery } from './athena.ts';
import type { Dependencies } from './dependencies.ts';
import { recountSql } from './recount-sql.ts';

const routesAtOnce = 8;

/** @returns how many figures were replaced. */
export async function recount(dependencies: Dependencies): Promise<number> {
  const today = Math.floor(dependencies.clock.now() / dayMs) * dayMs;
  const from = today - dayMs;
  let corrected = 0;
  for await (const routes of routesOf(runQuery(dependencies, recountSql(from, today)))) {
    const replaced = await inParallel(routes, routesAtOnce, (rows) => replaceWrong(dependencies, rows, from, today));
    corrected += replaced.reduce((sum, each) => sum + each, 0);
  }
  return corrected;
}

/** Rows ordered by route to a few whole routes at a time: a day of all of them need not fit into memory. */
async function* routesOf(rows: AsyncIterable<Recounted>): AsyncGenerator<readonly (readonly Recounted[])[]> {
  let whole: Recounted[][] = [];
  let current: Recounted[] = [];
  for await (const row of rows) {
    if (current.length > 0 && current[0]?.route !== row.route) {
      whole.push(current);
      current = [];
      if (whole.length === routesAtOnce) {
        yield whole;
        whole = [];
      }
    }
    current.push(row);
  }
  if (current.length > 0) whole.push(current);
  if (whole.length > 0) yield whole;
}

async function replaceWrong(
  dependencies: Dependencies,
  rows: readonly Recounted[],
  from: number,
  until: number,
): Promise<number> {
  const route = rows[0]?.route;
  if (route === undefined) return 0;
  const live = byMinute(await queryFigures(dependencies, route, from, until - minuteMs));
  const counted = new Map(rows.map(({ minuteStart, counts }) => [minuteOf(minuteStart), counts]));
  const wrong = [...new Set([...live.keys(), ...counted.keys()])].filter(
    (minute) => !same(live.get(minute) ?? noCounts, counted.get(minute) ?? noCounts),
  );
  for (const minute of wrong) await putFinal(dependencies, route, minute, counted.get(minute) ?? noCounts);
  return wrong.length;
}

function same(a: Counts, b: Counts): boolean {
  return a.searches === b.searches && a.bookings === b.bookings && a.seats === b.seats && a.cancelled === b.cancelled;
}

async function putFinal(
  { clock, db, figuresTable }: Dependencies,
  route: string,
  minute: string,
  counts: Counts,
): Promise<void> {
  const expiresAt = epochSeconds(Date.parse(`${minute}:00.000Z`) + figuresKeptMs);
  const item = { route, minuteKey: finalKey(minute), ...counts, expiresAt };
  await retrying(clock, () => db.send(new PutCommand({ TableName: figuresTable, Item: item })));
}
