// Chances to what goes wrong: fates of invocations, and of single requests to a service.
import type { Chance } from './chance.ts';

/** Where a request that its function does not survive leaves the service: untouched, changed, or changed a while later. */
export type Effect = 'none' | 'done' | 'later';

/** What happens at one request of an invocation, counted from 0; when the invocation makes fewer, nothing. */
export interface Moment {
  readonly request: number;
  readonly effect: Effect;
  /** Until an effect that comes later. */
  readonly laterMs: number;
}

export type Fate =
  | { readonly kind: 'good' }
  /** The service does not call the function. */
  | { readonly kind: 'throttled' }
  /** The function fails before it did anything, or after it did all. */
  | { readonly kind: 'failed'; readonly after: boolean }
  /** It did all, and nobody hears of it. */
  | { readonly kind: 'unheard' }
  /** Its process is gone. */
  | { readonly kind: 'killed'; readonly moment: Moment }
  /** A request does not come back; the function answers at its deadline, or has none and runs into its timeout. */
  | { readonly kind: 'hung'; readonly moment: Moment; readonly knowsDeadline: boolean; readonly resumes: boolean };

/** `leftOut`: some of the keys asked for are not answered. */
export type RequestFault = 'throttled' | 'conflict' | 'refused' | 'unheard' | 'slow' | 'leftOut';

export interface Faults {
  fate(): Fate;
  /** Undefined: the request goes well. */
  request(command: string): RequestFault | undefined;
  /** What a record does to the function that cannot bear it. */
  poisonous(): Fate;
  /** From now on all goes well. */
  end(): void;
}

export function faults(chances: Chance): Faults {
  // Some schedules are calm, some are bad throughout.
  const badInvocations = chances.pick([0, 0.05, 0.15, 0.35]);
  const badRequests = chances.pick([0, 0.01, 0.03]);
  let over = false;
  const moment = (lastRequest: number): Moment => ({
    request: chances.int(0, lastRequest),
    effect: chances.pick(['none', 'done', 'later']),
    laterMs: chances.int(1, 5_000),
  });
  const anyMoment = () => moment(chances.of(0.5) ? 2 : 40);
  return {
    fate: () => {
      if (over || !chances.of(badInvocations)) return { kind: 'good' };
      switch (chances.int(0, 6)) {
        case 0:
          return { kind: 'throttled' };
        case 1:
          return { kind: 'failed', after: chances.of(0.5) };
        case 2:
          return { kind: 'unheard' };
        case 3:
        case 4:
          return { kind: 'hung', moment: anyMoment(), knowsDeadline: chances.of(0.6), resumes: chances.of(0.5) };
        default:
          return { kind: 'killed', moment: anyMoment() };
      }
    },
    request: (command) => {
      if (over || !chances.of(badRequests)) return undefined;
      const fault = chances.pick<RequestFault>(['throttled', 'conflict', 'refused', 'unheard', 'slow', 'leftOut']);
      const only = { conflict: 'TransactWrite', leftOut: 'BatchGet' };
      return fault in only && Reflect.get(only, fault) !== command ? 'throttled' : fault;
    },
    // At the one request that any record has its function make, or it would be no poison.
    poisonous: () => (chances.of(0.5) ? { kind: 'failed', after: false } : { kind: 'killed', moment: moment(0) }),
    end: () => {
      over = true;
    },
  };
}

export function requestError(fault: Exclude<RequestFault, 'slow' | 'leftOut'>): Error {
  const names = {
    throttled: 'ProvisionedThroughputExceededException',
    conflict: 'TransactionCanceledException',
    refused: 'InternalServerError',
    unheard: 'TimeoutError',
  };
  const reasons = fault === 'conflict' ? { CancellationReasons: [{ Code: 'TransactionConflict' }] } : {};
  return Object.assign(new Error(fault), { name: names[fault], ...reasons });
}
