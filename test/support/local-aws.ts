// The local AWS for tests: why this machine cannot run it, and one that is stopped when the tests of a file are over.
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CloudFormationServiceException,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll } from 'vitest';
import { type LocalAws, startLocalAws } from '../../local/aws/start.ts';
import type { ClientSettings } from '../../local/world.ts';
import { emptyFolder } from './folders.ts';
import { localAwsCache, makeLocalAws, whyNoPython } from './local-aws-here.ts';

export { localAwsCache };

export interface Outcome {
  /** Of the stack, or REFUSED where there is none. */
  readonly status: string;
  readonly reason: string;
}

/** Why no local AWS can be had here, or nothing if one can: for `describe.skipIf` and its message. Throws what hinders its making. */
export async function whyNoLocalAws(): Promise<string | undefined> {
  const reason = await whyNoPython();
  if (reason === undefined) await makeLocalAws();
  return reason;
}

/** A cache of one's own: what is dear to install is there, what is bundled is not. */
export function cacheWithLocalAws(): string {
  const cache = emptyFolder('cache');
  const installed = existsSync(localAwsCache) ? readdirSync(localAwsCache) : [];
  for (const name of installed.filter((each) => each.startsWith('ministack')))
    symlinkSync(join(localAwsCache, name), join(cache, name), 'dir');
  return cache;
}

/** Called within a describe; every one that it has started is stopped after its tests. */
export function localAwsForTests(): () => Promise<LocalAws> {
  const started: LocalAws[] = [];
  afterAll(() => Promise.all(started.map((aws) => aws.stop())));
  return async () => {
    const aws = await startLocalAws({ cache: localAwsCache, region: 'us-east-1' });
    started.push(aws);
    return aws;
  };
}

/** Makes a stack of a small template, and gives what became of it. */
export async function stackOf(
  settings: ClientSettings,
  name: string,
  resources: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const client = new CloudFormationClient(settings);
  try {
    await client.send(
      new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify({ Resources: resources }) }),
    );
    for (;;) {
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
      const { StackStatus: status = '', StackStatusReason: reason = '' } = stack ?? {};
      if (!status.endsWith('_IN_PROGRESS')) return { status, reason };
      await sleep(50);
    }
  } catch (error) {
    if (!(error instanceof CloudFormationServiceException)) throw error;
    return { status: 'REFUSED', reason: error.message };
  } finally {
    client.destroy();
  }
}

/** A function with code in the template, named as its logical id. */
export const inlineFunction = (name: string, code: string): Readonly<Record<string, unknown>> => ({
  [name]: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/any',
      Code: { ZipFile: code },
      TracingConfig: { Mode: 'Active' },
    },
  },
});
