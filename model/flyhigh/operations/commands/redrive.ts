// `redrive`: what failed goes back to the function it failed in.

import { failedPrefix } from '../../handlers/redriver/messages.ts';
import { CannotRun } from '../cannot-run.ts';
import { momentAt } from '../hours.ts';
import type { BatchOutcome } from '../redrive/batches.ts';
import { failsStill, redrive } from '../redrive/redrive.ts';
import { type Context, type Outcome, plural, silent, some } from './command.ts';

export interface RedriveFlags {
  readonly since?: string;
  readonly prefix?: string;
  readonly again: boolean;
  readonly dryRun: boolean;
}

const functionType = 'AWS::Lambda::Function';

export async function runRedrive({ stage, clients, clock }: Context, flags: RedriveFlags): Promise<Outcome> {
  const { prefix, since, again, dryRun } = flags;
  if (prefix !== undefined && !prefix.startsWith(failedPrefix)) {
    throw new CannotRun(`"${prefix}" is no prefix of failed batches: they lie under ${failedPrefix}`);
  }
  const result = await redrive(
    {
      ...silent,
      clock,
      store: clients.store,
      functions: clients.functions,
      queue: clients.queue,
      bus: clients.bus,
      bucket: stage.physical('failedEvents', 'AWS::S3::Bucket'),
      redriven: [stage.physical('inventoryUpdater', functionType), stage.physical('profileBuilder', functionType)],
      scheduled: [stage.physical('reconciler', functionType)],
      queueUrl: stage.physical('undelivered', 'AWS::SQS::Queue'),
      busName: stage.physical('domainEvents', 'AWS::Events::EventBus'),
    },
    {
      write: !dryRun,
      again,
      ...(prefix === undefined ? {} : { prefix }),
      ...(since === undefined ? {} : { since: momentAt(since) }),
    },
  );
  const { batches, messages } = result;
  const of = (did: BatchOutcome['did']) => batches.filter((batch) => batch.did === did).length;
  const back = (count: number, what: string) => `${plural(count, what)} ${dryRun ? 'would go' : 'went'} back`;
  const failing = [
    ...batches.map(({ key, did, why }) => ({ what: key, did, why })),
    ...messages.map(({ messageId, what, did, why }) => ({ what: `message ${messageId}, ${what}`, did, why })),
  ].filter(({ did }) => did === 'failed');
  const handed = dryRun ? 'would' : 'redriven';
  return {
    lines: [
      [
        back(of(handed), 'batch').replace('batchs', 'batches'),
        back(messages.filter(({ did }) => did === handed).length, 'undelivered message'),
        `${failsStill(result)} fail still`,
      ].join(', '),
      ...(of('earlier') > 0 ? [`  ${of('earlier')} went back earlier and are left alone: --again takes them too`] : []),
      ...(of('recount') > 0 ? [`  ${of('recount')} hold figures: recount their hours instead`] : []),
      ...some(failing.map(({ what, why }) => `  fails still: ${what}: ${why}`)),
    ],
    result,
    left: failing.length > 0,
  };
}
