// A seat count to its alert level: raised, announced, and cleared as a whole.

import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { rfc3339 } from '../common/clock.ts';
import { announce, type DomainEvent } from '../common/domain-events.ts';
import { conditionally } from '../common/dynamo.ts';
import { count } from '../common/report.ts';
import { type ReadCount, type SeatCount, type Seen, seenIn } from './counts.ts';
import type { Dependencies } from './dependencies.ts';

type Level = 0 | 1 | 2;

const maxRaces = 10;
// Longer than the winner of a race takes to announce: mostly there is nothing left to do.
const raceMs = 100;

type Update = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames'> & {
  readonly ExpressionAttributeValues: Record<string, number | boolean | Seen>;
};

/** Looks again, a little later, when somebody else changed the level meanwhile: they may not live to announce it. */
export async function watchLevel(
  dependencies: Dependencies,
  found: SeatCount,
  line: number,
  read: ReadCount,
): Promise<void> {
  let seats: SeatCount | undefined = found;
  for (let race = 0; race < maxRaces; race += 1) {
    if (!seats || seats.departsAt <= line || (await watch(dependencies, seats))) return;
    await dependencies.clock.sleep((1 + dependencies.clock.random()) * raceMs);
    seats = await read(seats);
  }
  throw new Error(`lost ${maxRaces} races for one level`);
}

/** False when the count was changed since it was read. */
async function watch(dependencies: Dependencies, seats: SeatCount): Promise<boolean> {
  const level = levelOf(seats);
  if (level > seats.alertLevel) {
    const since = dependencies.clock.now();
    if (!(await raise(dependencies, seats, level, since))) return false;
    await announceLevel(dependencies, { ...seats, alertLevel: level, alertSince: since, alertOf: seenIn(seats) });
    return true;
  }
  if (seats.alertLevel > 0 && seats.sold < clearsBelow(seats.sellLimit)) return clear(dependencies, seats);
  if (seats.alertLevel > 0 && !seats.announced) await announceLevel(dependencies, seats);
  return true;
}

// Hundredths in whole numbers: 0.95 × 20 is not 19 in every arithmetic.
const lowFrom = (sellLimit: number) => Math.ceil((sellLimit * 95) / 100);
const clearsBelow = (sellLimit: number) => Math.ceil((sellLimit * 93) / 100);

function levelOf({ sold, sellLimit }: SeatCount): Level {
  if (sold > sellLimit) return 2;
  return sold >= lowFrom(sellLimit) ? 1 : 0;
}

// Both on the condition that the limit is the one that was read: what follows from another is another level.

function raise(dependencies: Dependencies, seats: SeatCount, level: Level, since: number): Promise<boolean> {
  return update(dependencies, seats, {
    UpdateExpression: 'SET #level = :level, #since = :now, #announced = :no, #of = :of',
    ConditionExpression: '(attribute_not_exists(#level) OR #level < :level) AND #sold >= :min AND #limit = :limit',
    ExpressionAttributeNames: {
      '#level': 'alertLevel',
      '#since': 'alertSince',
      '#announced': 'announced',
      '#of': 'alertOf',
      '#sold': 'sold',
      '#limit': 'sellLimit',
    },
    ExpressionAttributeValues: {
      ':level': level,
      ':now': since,
      ':no': false,
      ':of': seenIn(seats),
      ':min': level === 2 ? seats.sellLimit + 1 : lowFrom(seats.sellLimit),
      ':limit': seats.sellLimit,
    },
  });
}

function clear(dependencies: Dependencies, seats: SeatCount): Promise<boolean> {
  return update(dependencies, seats, {
    UpdateExpression: 'SET #level = :zero REMOVE #since, #announced, #of',
    ConditionExpression: '#level > :zero AND #sold < :floor AND #limit = :limit',
    ExpressionAttributeNames: {
      '#level': 'alertLevel',
      '#since': 'alertSince',
      '#announced': 'announced',
      '#of': 'alertOf',
      '#sold': 'sold',
      '#limit': 'sellLimit',
    },
    ExpressionAttributeValues: {
      ':zero': 0,
      ':floor': clearsBelow(seats.sellLimit),
      ':limit': seats.sellLimit,
    },
  });
}

async function announceLevel(dependencies: Dependencies, seats: SeatCount): Promise<void> {
  if (seats.alertSince === undefined) return;
  await announce(dependencies.bus, levelEvent(seats, seats.alertSince));
  count(dependencies, seats.alertLevel === 2 ? 'OversoldAnnounced' : 'SeatsLowAnnounced');
  await update(dependencies, seats, {
    UpdateExpression: 'SET #announced = :yes',
    // Another level may have been raised in the same millisecond.
    ConditionExpression: '#since = :since AND #level = :level',
    ExpressionAttributeNames: { '#announced': 'announced', '#since': 'alertSince', '#level': 'alertLevel' },
    ExpressionAttributeValues: { ':yes': true, ':since': seats.alertSince, ':level': seats.alertLevel },
  });
}

/** Tells what was seen when the level was raised: whoever tells it, and however late, one id says one thing. */
function levelEvent({ flightId, cabin, alertLevel, alertOf }: SeatCount, since: number): DomainEvent {
  const what = { schemaVersion: 1, eventTime: rfc3339(since), flightId, cabin, ...alertOf };
  const id = `${flightId}#${cabin}#${alertLevel}#${since}`;
  return alertLevel === 2 ? { id, eventType: 'Oversold', ...what } : { id, eventType: 'SeatsLow', ...what };
}

/** False when the count was changed meanwhile. */
function update({ db, clock, seatTable }: Dependencies, seats: SeatCount, expressions: Update): Promise<boolean> {
  const { flightId, cabin } = seats;
  return conditionally(clock, () =>
    db.send(new UpdateCommand({ TableName: seatTable, Key: { flightId, cabin }, ...expressions })),
  );
}
