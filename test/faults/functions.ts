// FlyHigh's handlers as functions that can be killed, cut off and left hanging at any request they make.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutObjectCommand } from '@aws-sdk/client-s3';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Answer } from '../../local/poller/ports.ts';
import type { Deadline } from '../../model/flyhigh/handlers/common/deadline.ts';
import type { DomainEvent } from '../../model/flyhigh/handlers/common/domain-events.ts';
import { createHandler as inventoryUpdater } from '../../model/flyhigh/handlers/inventory-updater/handler.ts';
import { createHandler as liveAnalytics } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profileBuilder } from '../../model/flyhigh/handlers/profile-builder/handler.ts';
import type { SimulatedClock } from '../local/poller/support/simulated-clock.ts';
import type { Chance } from './chance.ts';
import { type Fate, type Faults, type Moment, requestError } from './faults.ts';
import { leftOut } from './left-out.ts';

export type FunctionName = 'inventoryUpdater' | 'liveAnalytics' | 'profileBuilder';

/** A document client's command. */
export interface Command {
  readonly input: object;
  readonly constructor: { readonly name: string };
}

export interface Store {
  send(command: Command): Promise<unknown>;
}

export interface Surroundings {
  readonly clock: SimulatedClock;
  readonly chances: Chance;
  readonly faults: Faults;
  readonly store: Store;
  /** Events that the bus took, oldest first. */
  readonly announced: DomainEvent[];
  /** Text of objects that functions put, by key. */
  readonly objects: Map<string, string>;
  readonly hears: (answer: Readonly<Record<string, unknown>>) => unknown;
  /** Told of every fault that really struck, by its name. */
  readonly struck: (fault: string) => void;
}

/** What a function may take. */
export const timeoutMs = 30_000;
const reserveMs = 2_000;

interface Invocation {
  readonly around: Surroundings;
  readonly fate: Fate;
  requests: number;
  /** Its process does nothing any more. */
  dead: boolean;
  readonly die: () => void;
}

const underWay = new AsyncLocalStorage<Invocation>();
const forEver = () => new Promise<never>(() => {});

function invocation(): Invocation {
  const found = underWay.getStore();
  if (!found) throw new Error('a function is at work that nobody called');
  return found;
}

/** A request to any service, through all that may befall it. */
async function request(command: Command, act: () => Promise<unknown>): Promise<unknown> {
  const self = invocation();
  const { around, fate } = self;
  const { clock, chances, faults } = around;
  if (self.dead) return forEver();
  const number = self.requests;
  self.requests += 1;
  if ((fate.kind === 'killed' || fate.kind === 'hung') && number === fate.moment.request) {
    around.struck(`${fate.kind}, its request ${fate.moment.effect}`);
    return fatal(self, fate, fate.moment, act);
  }
  const fault = faults.request(command.constructor.name.replace(/Command$/, ''));
  if (fault !== undefined) around.struck(`request ${fault}`);
  await clock.sleep(fault === 'slow' ? chances.int(100, 4_000) : chances.int(1, 8));
  if (self.dead) return forEver();
  if (fault === 'throttled' || fault === 'conflict' || fault === 'refused') throw requestError(fault);
  const answer = await act();
  if (self.dead) return forEver();
  if (fault === 'unheard') throw requestError(fault);
  return around.hears(fault === 'leftOut' ? leftOut(chances, command.input as never, answer as never) : Object(answer));
}

async function fatal(self: Invocation, fate: Fate, { effect, laterMs }: Moment, act: () => Promise<unknown>) {
  if (effect === 'done') await act().catch(() => {});
  if (fate.kind === 'killed') self.die();
  if (effect !== 'later') return forEver();
  await self.around.clock.sleep(fate.kind === 'killed' ? laterMs : timeoutMs - reserveMs + laterMs);
  const answer = await act();
  return self.dead ? forEver() : answer;
}

const said = { logger: { info: () => {}, warn: () => {}, error: () => {} }, metrics: { addMetric: () => {} } };
const clock = {
  now: () => invocation().around.clock.now(),
  sleep: (ms: number) => invocation().around.clock.sleep(Math.ceil(ms)),
  random: () => invocation().around.chances.next(),
};
// Its many signatures are the SDK's, one for each command; handlers know which answer is due.
const db = { send: ((command: Command) => request(command, () => invocation().around.store.send(command))) as never };
const bus = {
  name: 'domain-events',
  source: 'test',
  client: {
    send: async (command: PutEventsCommand) => {
      await request(command, async () => {
        for (const { Detail = '' } of command.input.Entries ?? [])
          invocation().around.announced.push(JSON.parse(Detail));
      });
      return { FailedEntryCount: 0, Entries: [], $metadata: {} };
    },
  },
};
const rejected = {
  bucket: 'failed',
  client: {
    send: async (command: PutObjectCommand) => {
      await request(command, async () => {
        invocation().around.objects.set(command.input.Key ?? '', String(command.input.Body));
      });
      return { $metadata: {} };
    },
  },
};

// Handlers import these when they first need them. Done before, it takes no turn of the event loop: nobody's time passes.
await Promise.all([import('@aws-sdk/client-eventbridge'), import('@aws-sdk/client-s3')]);

type Handler = (event: KinesisStreamEvent, deadline?: Deadline) => Promise<unknown>;

/** Built once: what they hold is the contracts, and those are dear to compile. */
export const handlers: Readonly<Record<FunctionName, Handler>> = {
  inventoryUpdater: inventoryUpdater({ ...said, clock, db, ledgerTable: 'ledger', seatTable: 'seats', bus, rejected }),
  liveAnalytics: liveAnalytics({ ...said, clock, db, figuresTable: 'figures' }),
  profileBuilder: profileBuilder({ ...said, clock, db, profileTable: 'profiles' }),
};

/** Rejects where the service would: the function was not called, or nobody hears of it. */
export async function callFunction(
  around: Surroundings,
  name: FunctionName,
  payload: string,
  fate: Fate,
): Promise<Answer> {
  const { clock: time, chances } = around;
  if (fate.kind === 'throttled' || fate.kind === 'unheard') around.struck(`call ${fate.kind}`);
  if (fate.kind === 'failed') around.struck(`failed ${fate.after ? 'after' : 'before'} its work`);
  await time.sleep(chances.int(1, 60));
  if (fate.kind === 'throttled') throw named('TooManyRequestsException');
  if (fate.kind === 'failed' && !fate.after) return failure('Runtime.ImportModuleError');
  const begun = time.now();
  let cutOff = () => {};
  const answer = await new Promise<Answer>((resolve) => {
    const self: Invocation = {
      ...{ around, fate, requests: 0, dead: false },
      die: () => {
        self.dead = true;
        resolve(failure('Runtime.ExitError'));
      },
    };
    const knows = fate.kind !== 'hung' || fate.knowsDeadline;
    const leftMs = () => (knows ? begun + timeoutMs - reserveMs - time.now() : timeoutMs * 10);
    void underWay
      .run(self, () => handlers[name](JSON.parse(payload), { leftMs }))
      .then(
        (result) => {
          // What was given up on at the deadline may go on when the process is used again, or never.
          if (fate.kind === 'hung' && !fate.resumes) self.dead = true;
          resolve({ payload: JSON.stringify(result) });
        },
        (error: unknown) => resolve(failure(String(error))),
      );
    cutOff = time.after(timeoutMs, () => {
      around.struck('timeout');
      self.dead = true;
      resolve(failure('Task timed out after 30.00 seconds'));
    });
  });
  cutOff();
  if (fate.kind === 'unheard') throw named('ECONNRESET');
  return fate.kind === 'failed' ? failure('Error') : answer;
}

function failure(errorType: string): Answer {
  return { payload: JSON.stringify({ errorType }), functionError: 'Unhandled' };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
