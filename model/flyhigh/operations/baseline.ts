// Searches in the lake to what is usual on every route: seeds or replaces the demand detector's baselines.
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { numberIn } from '../handlers/common/attributes.ts';
import { type Clock, dayMs, hourMs } from '../handlers/common/clock.ts';
import { baselineItem } from '../handlers/common/demand.ts';
import { type DocumentClient, retrying } from '../handlers/common/dynamo.ts';
import { inParallel } from '../handlers/common/lanes.ts';
import { hoursIn, settledHour } from '../handlers/demand-detector/baseline.ts';
import { type Hours, learnedAfter, slotOf } from '../handlers/demand-detector/statistics.ts';
import { grouped, type Lake } from '../handlers/reconciler/lake.ts';
import { baselineOf } from './baseline-fold.ts';
import { baselineSql, hourIn } from './baseline-sql.ts';

export interface BaselineDependencies {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly lake: Lake;
  readonly demandTable: string;
}

export interface BaselineOptions {
  readonly weeks: number;
  /** Epoch milliseconds until which all that arrived has been delivered to the lake. */
  readonly deliveredUntil: number;
  /** False: only count. */
  readonly write?: boolean;
}

export interface BaselineResult {
  readonly routes: number;
  /** Of them, those that know at least one hour of the week well enough to announce demand in it. */
  readonly learned: number;
  /** Hours since 1970 of the last one folded. */
  readonly foldedHour: number;
}

const routesAtOnce = 10;
const rounds = 3;

/** Replaces; repeatable. What the detector folds meanwhile is folded again by itself: its hours are newer. */
export async function rebuildBaseline(
  dependencies: BaselineDependencies,
  { weeks, deliveredUntil, write = true }: BaselineOptions,
): Promise<BaselineResult> {
  const foldedHour = settledHour(deliveredUntil);
  const earliest = foldedHour + 1 - (weeks * 7 * dayMs) / hourMs;
  const sql = baselineSql(earliest * hourMs, (foldedHour + 1) * hourMs);
  const baselines = new Map<string, Hours>();
  for await (const rows of grouped(dependencies.lake.query(sql), ([route = '']) => route)) {
    baselines.set(rows[0]?.[0] ?? '', baselineOf(rows.map(hourIn), earliest, foldedHour));
  }
  if (write) await writeAll(dependencies, baselines, foldedHour);
  const learned = [...baselines.values()].filter((hours) => Object.values(hours).some(({ n }) => n >= learnedAfter));
  return { routes: baselines.size, learned: learned.length, foldedHour };
}

/** The detector may write what it read before us: so all is looked at again when all is written. */
async function writeAll(
  dependencies: BaselineDependencies,
  baselines: ReadonlyMap<string, Hours>,
  foldedHour: number,
): Promise<void> {
  let pending = [...baselines];
  for (let round = 0; pending.length > 0; round += 1) {
    if (round === rounds) throw new Error(`${pending.length} baselines are overwritten again and again`);
    await inParallel(pending, routesAtOnce, ([route, hours]) => write(dependencies, route, hours, foldedHour));
    const stands = await inParallel(pending, routesAtOnce, ([route, hours]) =>
      isStored(dependencies, route, hours, foldedHour),
    );
    pending = pending.filter((_, index) => !stands[index]);
  }
}

/** Also in place of a later hour: the detector folds what follows ours again, from figures that it still has. */
function write(
  { clock, db, demandTable }: BaselineDependencies,
  route: string,
  hours: Hours,
  foldedHour: number,
): Promise<unknown> {
  return retrying(clock, () =>
    db.send(
      new UpdateCommand({
        TableName: demandTable,
        Key: { route, item: baselineItem },
        UpdateExpression: 'SET #hours = :hours, #foldedHour = :hour',
        ExpressionAttributeNames: { '#hours': 'hours', '#foldedHour': 'foldedHour' },
        ExpressionAttributeValues: { ':hours': hours, ':hour': foldedHour },
      }),
    ),
  );
}

/** Ours, but for the hours that the detector has folded since. */
async function isStored(
  { clock, db, demandTable }: BaselineDependencies,
  route: string,
  hours: Hours,
  foldedHour: number,
): Promise<boolean> {
  const { Item: item } = await retrying(clock, () =>
    db.send(new GetCommand({ TableName: demandTable, Key: { route, item: baselineItem }, ConsistentRead: true })),
  );
  if (!item) return false;
  const stored = hoursIn(item);
  const since = new Set<string>();
  for (let hour = foldedHour + 1; hour <= numberIn(item, 'foldedHour'); hour += 1) since.add(slotOf(hour));
  return Object.entries(hours).every(([slot, { m, v, n }]) => {
    const other = stored[slot];
    return since.has(slot) || (other?.m === m && other.v === v && other.n === n);
  });
}
