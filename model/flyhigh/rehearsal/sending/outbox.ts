// Steps to requests, many under way at a time, each repeated with the same event until it is accepted or refused for good.

import type { Malformed, Message, Poison, Settled, Step } from '../traffic/message.ts';
import type { AnyEvent } from '../traffic/stamp.ts';
import type { Door } from './door.ts';
import type { Answer } from './http.ts';

export interface Sent {
  readonly message: Message;
  readonly event: AnyEvent;
  /** Of the last try; 0 where none was answered. */
  readonly status: number;
  readonly tries: number;
}

export interface Refused {
  readonly malformed: Malformed;
  readonly answer: Answer;
}

export interface Erased {
  readonly traveller: number;
  readonly status: number;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** Where a record was put past the API. */
export interface Poisoned {
  readonly poison: Poison;
  readonly shard: string;
  readonly sequenceNumber: string;
}

export interface Log {
  readonly sent: Sent[];
  readonly refused: Refused[];
  readonly erased: Erased[];
  readonly poisoned: Poisoned[];
  /** When each deployment beside the traffic had ended. */
  readonly deployed: number[];
  /** Waits that took longer than anybody would wait. */
  readonly overdue: Settled[];
}

export interface Outbox {
  readonly door: Door;
  stamp(message: Message): AnyEvent;
  poison(record: Poison): Promise<Poisoned>;
  /** Every function anew. */
  deploy(): Promise<void>;
  /** Those that had not come to it when patience ended. */
  unsettled(seats: readonly Settled[]): Promise<readonly Settled[]>;
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Requests a second; absent: as fast as they are answered. */
  readonly rate?: number;
  /** Ends it: what is under way is not tried again, and what is left is not sent. */
  readonly signal?: AbortSignal;
}

const atOnce = 32;
const mostTries = 60;
const longestPauseMs = 2_000;

export const emptyLog = (): Log => ({ sent: [], refused: [], erased: [], poisoned: [], deployed: [], overdue: [] });

/** Everything that is done is written to the log as soon as it is. */
export async function sendAll(outbox: Outbox, steps: readonly Step[], log: Log): Promise<void> {
  const begun = outbox.now();
  const underWay = new Set<Promise<void>>();
  let failed: unknown;
  let deploying: Promise<void> = Promise.resolve();
  const fail = (error: unknown): void => {
    failed = error;
  };
  for (const [index, step] of steps.entries()) {
    if (failed !== undefined || outbox.signal?.aborted) break;
    if (outbox.rate !== undefined) {
      const due = begun + (index * 1_000) / outbox.rate;
      if (due > outbox.now()) await outbox.sleep(due - outbox.now());
    }
    if (step.do === 'deploy') {
      // Beside the traffic, and one after the other.
      deploying = deploying.then(() => perform(outbox, step, log)).catch(fail);
      continue;
    }
    // An erasure divides what is before from what is after; a wait waits for what was sent.
    if (step.do === 'erase' || step.do === 'await') {
      await Promise.all(underWay);
      if (outbox.signal?.aborted) break;
      await perform(outbox, step, log);
      continue;
    }
    const task = perform(outbox, step, log)
      .catch(fail)
      .finally(() => underWay.delete(task));
    underWay.add(task);
    if (underWay.size >= atOnce) await Promise.race(underWay);
  }
  await Promise.all([...underWay, deploying]);
  outbox.signal?.throwIfAborted();
  if (failed !== undefined) throw failed;
}

async function perform(outbox: Outbox, step: Step, log: Log): Promise<void> {
  switch (step.do) {
    case 'send': {
      const { message } = step;
      const event = outbox.stamp(message);
      const body = JSON.stringify(event);
      const [{ status }, tries] = await insisting(outbox, () =>
        outbox.door.post(message.path, body, senderOf(message)),
      );
      log.sent.push({ message, event, status, tries });
      return;
    }
    case 'break': {
      const { malformed } = step;
      const { path, body, contentType, credentials } = malformed;
      const sender = { ...senderOf(malformed), contentType, credentials };
      const [answer] = await insisting(outbox, () => outbox.door.post(path, body, sender));
      log.refused.push({ malformed, answer });
      return;
    }
    case 'poison':
      log.poisoned.push(await outbox.poison(step.poison));
      return;
    case 'deploy':
      await outbox.deploy();
      log.deployed.push(outbox.now());
      return;
    case 'erase': {
      const sentAt = outbox.now();
      const [{ status }] = await insisting(outbox, () => outbox.door.erase(step.traveller));
      log.erased.push({ traveller: step.traveller, status, sentAt, answeredAt: outbox.now() });
      // The next event must lie after it, on a clock that counts in milliseconds.
      await outbox.sleep(5);
      return;
    }
    case 'await': {
      log.overdue.push(...(await outbox.unsettled(step.seats)));
    }
  }
}

function senderOf({ traveller }: { readonly traveller?: number }): { readonly traveller?: number } {
  return traveller === undefined ? {} : { traveller };
}

/** As an outbox does: whatever is not a clear answer is tried again, the same as it was. Gives the tries with it. */
async function insisting(outbox: Outbox, post: () => Promise<Answer>): Promise<readonly [Answer, number]> {
  for (let tries = 1; ; tries += 1) {
    const answer = await post();
    const again = answer.status === 0 || answer.status === 429 || answer.status >= 500;
    if (!again || tries >= mostTries || outbox.signal?.aborted) return [answer, tries];
    await outbox.sleep(Math.min(longestPauseMs, 25 * 2 ** Math.min(tries, 10)) * (0.5 + (tries % 5) / 10));
  }
}
