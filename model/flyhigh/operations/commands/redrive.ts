// `redrive`: what failed goes back to the function it failed in.

import { failedPrefix } from '../../handlers/redriver/messages.ts';
import { CannotRun } from '../cannot-run.ts';
import { momentAt } from '../hours.ts';
import type { BatchOutcome } from '../redrive/batches.ts';
import { redrive } from '../redrive/redrive.ts';
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
  const back = (count: string) => `${count} ${dryRun ? 'would go' : 'went'} back`;
  const failing = [
    ...batches.map(({ key, did, why }) => ({ what: key, did, why })),
    ...messages.map(({ messageId, what, did, why }) => ({ what: `message ${messageId}, ${what}`, did, why })),
  ].filter(({ did }) => did === 'failed');
  const handed = dryRun ? 'would' : 'redriven';
  return {
    lines: [
      [
        back(plural(of(handed), 'batch', 'batches')),
        back(plural(messages.filter(({ did }) => did === handed).length, 'undelivered message')),
        `${failing.length} failed`,
      ].join(', '),
      ...(of('earlier') > 0
        ? [`  left alone: ${plural(of('earlier'), 'batch', 'batches')} that went back earlier; --again takes them too`]
        : []),
      ...(of('recount') > 0
        ? [`  left alone: ${plural(of('recount'), 'batch', 'batches')} of figures; recount their hours instead`]
        : []),
      ...some(failing.map(({ what, why }) => `  failed: ${what}: ${why}`)),
    ],
    result,
    left: failing.length > 0,
  };
}
