// What failed for good to another try by the function it failed in: set-aside batches, then messages nobody could take.
import { type BatchesDependencies, type BatchOutcome, redriveBatches, type WhichBatches } from './batches.ts';
import { type MessageOutcome, type MessagesDependencies, redriveMessages } from './messages.ts';

export interface RedriveDependencies extends BatchesDependencies, MessagesDependencies {}

export interface RedriveOptions extends WhichBatches {
  /** False: only say what would be done. */
  readonly write?: boolean;
}

export interface RedriveResult {
  readonly batches: readonly BatchOutcome[];
  /** Of the queue of undelivered messages; with a prefix that is not looked at. */
  readonly messages: readonly MessageOutcome[];
}

/** Whoever repeats it harms nothing: what went back before is marked, and the functions take a batch twice unharmed. */
export async function redrive(
  dependencies: RedriveDependencies,
  { write = true, ...which }: RedriveOptions,
): Promise<RedriveResult> {
  const batches = await redriveBatches(dependencies, which, write);
  // First the batches: most messages are about one of them.
  const done = new Map(batches.map((outcome) => [outcome.key, outcome]));
  const messages = which.prefix === undefined ? await redriveMessages(dependencies, done, which, write) : [];
  return { batches, messages };
}
