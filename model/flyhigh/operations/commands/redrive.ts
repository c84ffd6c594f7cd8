// `redrive`: what failed goes back to the function it failed in.

import { failedPrefix } from '../../handlers/redriver/messages.ts';
import { CannotRun } from '../cannot-run.ts';
import { momentAt } from '../hours.ts';
import type { BatchOutcome } from '../redrive/batches.ts';
import { type RedriveDependencies, type RedriveOptions, type RedriveResult, redrive } from '../redrive/redrive.ts';
import { type Context, type Outcome, plural, silent, some, type Work } from './command.ts';

export interface RedriveFlags {
  readonly since?: string;
  readonly prefix?: string;
  readonly again: boolean;
  readonly dryRun: boolean;
}

/** Throws CannotRun on options that make no sense. */
export function redriveWork({ prefix, since, again, dryRun }: RedriveFlags): Work {
  if (prefix !== undefined && !prefix.startsWith(failedPrefix)) {
    throw new CannotRun(`"${prefix}" is no prefix of failed batches: they lie under ${failedPrefix}`);
  }
  const options: RedriveOptions = {
    write: !dryRun,
    again,
    ...(prefix === undefined ? {} : { prefix }),
    ...(since === undefined ? {} : { since: momentAt(since) }),
  };
  return async (context) => outcomeOf(await redrive(dependenciesOf(context), options), dryRun);
}

function dependenciesOf({ stage, clients, clock, signal }: Context): RedriveDependencies {
  const named = (component: string) => stage.physical(component, 'AWS::Lambda::Function');
  const takers = ['inventoryUpdater', 'profileBuilder', 'liveAnalytics', 'demandDetector'];
  return {
    ...silent,
    clock,
    signal,
    store: clients.store,
    functions: clients.functions,
    queue: clients.queue,
    bus: clients.bus,
    bucket: stage.physical('failedEvents', 'AWS::S3::Bucket'),
    redriven: ['inventoryUpdater', 'profileBuilder'].map(named),
    recounted: [named('liveAnalytics')],
    selfHealing: [named('demandDetector')],
    logGroups: new Map(takers.map((taker) => [named(taker), stage.physical(taker, 'AWS::Logs::LogGroup')])),
    scheduled: [named('reconciler')],
    queueUrl: stage.physical('undelivered', 'AWS::SQS::Queue'),
    busName: stage.physical('domainEvents', 'AWS::Events::EventBus'),
  };
}

/** What is said of batches that are not handed back, or not yet. */
const leftAlone: Readonly<Partial<Record<BatchOutcome['did'], string>>> = {
  earlier: 'that went back earlier; --again takes them too',
  recount: 'of live analytics; recount the hours of their figures instead: npm run recount',
  needless: 'of the demand detector, which needs none: the next changed figure decides again',
  interrupted: 'that the interruption came before',
};

export function outcomeOf(result: RedriveResult, dryRun: boolean): Outcome {
  const { batches, messages } = result;
  const of = (did: BatchOutcome['did']) => batches.filter((batch) => batch.did === did).length;
  const back = (count: string) => `${count} ${dryRun ? 'would go' : 'went'} back`;
  const failing = [
    ...batches.map(({ key, did, why }) => ({ what: key, did, why })),
    ...messages.map(({ messageId, what, did, why }) => ({ what: `message ${messageId}, ${what}`, did, why })),
  ].filter(({ did }) => did === 'failed');
  const strangers = batches.filter(({ did }) => did === 'stranger');
  const handed = dryRun ? 'would' : 'redriven';
  return {
    lines: [
      [
        back(plural(of(handed), 'batch', 'batches')),
        back(plural(messages.filter(({ did }) => did === handed).length, 'undelivered message')),
        `${failing.length} failed`,
      ].join(', '),
      ...Object.entries(leftAlone).flatMap(([did, why]) => {
        const count = batches.filter((batch) => batch.did === did).length;
        return count > 0 ? [`  left alone: ${plural(count, 'batch', 'batches')} ${why}`] : [];
      }),
      ...some(strangers.map(({ key, why }) => `  left alone: ${key}: ${why}`)),
      ...some(failing.map(({ what, why }) => `  failed: ${what}: ${why}`)),
    ],
    result,
    left: failing.length > 0 || strangers.length > 0,
  };
}
