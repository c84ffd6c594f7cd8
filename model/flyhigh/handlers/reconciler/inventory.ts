// Ledger and seat counts to the flights on which they differ. Reads only.

import { ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Item, numberIn, textIn } from '../common/attributes.ts';
import { minuteMs } from '../common/clock.ts';
import { retrying } from '../common/dynamo.ts';
import { inParallel } from '../common/lanes.ts';
import { heldIn } from '../inventory-updater/ledger.ts';
import type { Dependencies } from './dependencies.ts';

const segments = 8;
/** A count that changed so shortly before the scan may be seen on one side only: another night proves it. */
const quietMs = 5 * minuteMs;

interface Sum {
  seats: number;
  departsAt: number;
}

/**
 * `flightId#cabin` of what has not departed, was quiet, and differs, with both counts; sorted. Nothing when the time was up before all was
 * read: half a proof is none.
 */
export async function findDrift(
  dependencies: Dependencies,
  timeIsUp: () => boolean = () => false,
): Promise<readonly string[] | undefined> {
  const began = dependencies.clock.now();
  const held = new Map<string, Sum>();
  const entries = { TableName: dependencies.ledgerTable, ...only('held') };
  if (!(await scan(dependencies, entries, timeIsUp, (entry) => addHeld(held, entry)))) return undefined;
  const drifted: string[] = [];
  // After the ledger: whatever that scan saw as held must by now be counted.
  const counts = {
    TableName: dependencies.seatTable,
    ConsistentRead: true,
    ...only('flightId', 'cabin', 'sold', 'updatedAt', 'departsAt'),
  };
  const all = await scan(dependencies, counts, timeIsUp, (count) => {
    const key = `${textIn(count, 'flightId')}#${textIn(count, 'cabin')}`;
    const seats = held.get(key)?.seats ?? 0;
    held.delete(key);
    const departed = numberIn(count, 'departsAt') <= began;
    const busy = numberIn(count, 'updatedAt') > began - quietMs;
    const sold = numberIn(count, 'sold');
    if (!departed && !busy && sold !== seats) drifted.push(`${key}: ${seats} held, ${sold} sold`);
  });
  if (!all) return undefined;
  for (const [key, { departsAt, seats }] of held)
    if (departsAt > began) drifted.push(`${key}: ${seats} held, none sold`);
  return drifted.sort();
}

function addHeld(sums: Map<string, Sum>, entry: Item): void {
  for (const [key, { seats, departsAt }] of Object.entries(heldIn(entry))) {
    const sum = sums.get(key);
    if (!sum) sums.set(key, { seats, departsAt });
    else {
      sum.seats += seats;
      sum.departsAt = Math.max(sum.departsAt, departsAt);
    }
  }
}

function only(
  ...names: readonly string[]
): Pick<ScanCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'> {
  return {
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  };
}

/** False when the time was up before the end. */
async function scan(
  { clock, db }: Dependencies,
  input: ScanCommandInput,
  timeIsUp: () => boolean,
  visit: (item: Item) => void,
): Promise<boolean> {
  const ended = await inParallel(Array(segments).keys(), segments, async (segment) => {
    let start: Record<string, unknown> | undefined;
    do {
      if (timeIsUp()) return false;
      const page = await retrying(clock, () =>
        db.send(
          new ScanCommand({
            ...input,
            Segment: segment,
            TotalSegments: segments,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        ),
      );
      for (const item of page.Items ?? []) visit(item);
      start = page.LastEvaluatedKey;
    } while (start);
    return true;
  });
  return ended.every(Boolean);
}
