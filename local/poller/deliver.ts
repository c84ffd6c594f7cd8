// A batch to calls until every record of it is done or set aside: retries, halving, checkpoints, age.
// https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
import { outcomeOf } from './answer.ts';
import { eventOf, type Written } from './event.ts';
import { type Condition, failureBody, failureKey } from './failure.ts';
import type { Answer } from './ports.ts';
import { messageOf, pauseMs, type Work } from './work.ts';

/** A part of a batch that is tried as a whole. */
interface Piece {
  readonly records: readonly Written[];
  /** Of those that the mapping allows. */
  readonly retries: number;
  readonly invocations: number;
  /** Calls in a row that did not come about. */
  readonly misses: number;
  readonly answer?: Answer;
}

/** What is not done when the poller stops is left. @param first is told what comes next. */
export async function deliver(
  work: Work,
  shardId: string,
  records: readonly Written[],
  first: (record: Written | undefined) => void,
): Promise<void> {
  let pieces: readonly Piece[] = [{ records, retries: 0, invocations: 0, misses: 0 }];
  while (!work.stopped()) {
    const [piece, ...others] = pieces;
    first(piece?.records[0]);
    if (!piece) return;
    pieces = [...(await attempt(work, shardId, piece)), ...others];
  }
}

/** What is left of the piece, in order. */
async function attempt(work: Work, shardId: string, piece: Piece): Promise<readonly Piece[]> {
  const { mapping, tally, clock, pace } = work;
  const { records, invocations, misses } = piece;
  const latest = clock.now() - mapping.maxAgeMs;
  // Arrival times need not rise: the old ones may stand anywhere.
  const old = records.filter(({ arrivedAt }) => arrivedAt <= latest);
  if (old.length > 0) {
    await setAside(work, shardId, { ...piece, records: old }, 'RecordAgeExceeded');
    const young = records.filter(({ arrivedAt }) => arrivedAt > latest);
    return young.length === 0 ? [] : [{ ...piece, records: young }];
  }
  const sequenceNumbers = records.map(({ sequenceNumber }) => sequenceNumber);
  work.calling({ connection: mapping.connection, shard: shardId, sequenceNumbers });
  let answer: Answer;
  try {
    answer = await work.invoke(mapping.functionName, eventOf(records));
  } catch (error) {
    // The function was not called, or nobody knows: the service tries again, which is none of the mapping's retries.
    work.log(`${mapping.connection}: ${messageOf(error)}`);
    await work.pause(pauseMs(pace, misses));
    return [{ ...piece, misses: misses + 1 }];
  }
  if (answer.functionError !== undefined) work.failed({ functionName: mapping.functionName, payload: answer.payload });
  tally.invocations += 1;
  if (invocations > 0) tally.retried += records.length;
  const outcome = outcomeOf(answer, sequenceNumbers, mapping.reports);
  const done = outcome === 'failed' ? 0 : outcome.done;
  tally.succeeded += done;
  const rest = { ...piece, records: records.slice(done), invocations: invocations + 1, misses: 0, answer };
  return done === records.length ? [] : again(work, shardId, rest, { split: done > 0, failed: outcome === 'failed' });
}

/** Splitting uses up no retry; where there is nothing to split, a retry is due. */
async function again(
  work: Work,
  shardId: string,
  piece: Piece,
  { split, failed }: { readonly split: boolean; readonly failed: boolean },
): Promise<readonly Piece[]> {
  const { mapping, pace } = work;
  const { records, retries } = piece;
  if (mapping.bisect && split) return [piece];
  if (mapping.bisect && failed && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    return [records.slice(0, middle), records.slice(middle)].map((half) => ({ ...piece, records: half }));
  }
  if (mapping.retries !== -1 && retries >= mapping.retries) {
    await setAside(work, shardId, piece, 'RetryAttemptsExhausted');
    return [];
  }
  await work.pause(pauseMs(pace, retries));
  return [{ ...piece, retries: retries + 1 }];
}

async function setAside(work: Work, shardId: string, piece: Piece, condition: Condition): Promise<void> {
  const { mapping, clock, destination, tally, pace, uuid } = work;
  const { records, invocations, answer } = piece;
  const failure = { condition, shardId, records, invocations, at: clock.now(), ...(answer ? { answer } : {}) };
  if (mapping.destination !== undefined) {
    const key = failureKey(mapping, failure, uuid());
    const body = failureBody(mapping, failure, uuid());
    for (let tries = 0; !work.stopped(); tries += 1) {
      try {
        await destination.put(mapping.destination, key, body);
        break;
      } catch (error) {
        work.log(`${mapping.connection}: ${messageOf(error)}`);
        await work.pause(pauseMs(pace, tries));
      }
    }
  }
  tally.setAside += records.length;
}
