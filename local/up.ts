// A stage's cloud assembly to that stage running on the local AWS: deployed, its front door open, its streams handed on.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyProfile, provision } from '../deployment/provision.ts';
import type { StageAssembly } from '../generators/infrastructure/stage-assembly.ts';
import { type LocalAws, startLocalAws } from './aws/start.ts';
import { openFrontDoor } from './front-door/front-door.ts';
import { textOf } from './intrinsics.ts';
import { openPollerOnAws } from './poller/on-aws.ts';
import type { LeftOut } from './profile/left-out.ts';
import { prune } from './profile/prune.ts';
import { type Deployed, readDeployed, tellingAttributes } from './resources.ts';
import type { Template } from './template.ts';
import type { World } from './world.ts';

export interface UpOptions {
  /** Synthesises the stage into an empty folder. */
  readonly synthesise: (folder: string) => Promise<StageAssembly>;
  readonly stage: string;
  /** Where the emulator is installed, once. */
  readonly cache: string;
  /** Where the emulator's log is kept. */
  readonly log?: string;
  /** Told one line a step. */
  readonly say: (line: string) => void;
}

export interface Up {
  readonly world: World;
  readonly aws: LocalAws;
  /** By stack: logical id to why it is left out. */
  readonly leftOut: ReadonlyMap<string, ReadonlyMap<string, LeftOut>>;
  /** Ends all of it; nothing is left behind. */
  stop(): Promise<void>;
}

/** The local AWS refused the stack, which it should have taken. */
export class NotProvisioned extends Error {}

/** Throws NoLocalAws where this machine cannot run it, NotProvisioned where the deployment fails. */
export async function bringUp(options: UpOptions): Promise<Up> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-local-'));
  try {
    const assembly = await options.synthesise(folder);
    const [main] = assembly.stacks;
    if (main === undefined) throw new NotProvisioned(`stage "${options.stage}" has nothing to provision`);
    const aws = await startLocalAws({
      cache: options.cache,
      region: main.region,
      say: options.say,
      ...(options.log === undefined ? {} : { log: options.log }),
    });
    try {
      return await deployAndOpen(assembly, main, aws, options);
    } catch (error) {
      await aws.stop();
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function deployAndOpen(
  assembly: StageAssembly,
  main: StageAssembly['stacks'][number],
  aws: LocalAws,
  options: UpOptions,
): Promise<Up> {
  const whole = new Map<string, Template>();
  const leftOut = new Map<string, ReadonlyMap<string, LeftOut>>();
  await applyProfile(assembly, (template, stack) => {
    const read = template as Template;
    const { template: pruned, without } = prune(read);
    whole.set(stack, read);
    leftOut.set(stack, without);
    return tellingAttributes(pruned, read);
  });
  options.say(`Deploying ${assembly.stacks.map(({ name }) => name).join(' and ')}`);
  const { code, output } = await provision(assembly, {
    bootstrap: aws.account,
    environment: aws.environment,
    show: false,
  });
  if (code !== 0) throw new NotProvisioned(`the local AWS did not take the stack:\n${output.trim()}`);
  const template = whole.get(main.name) ?? { Resources: {} };
  const deployed = await readDeployed(aws.client(), main.name, template);
  return open(template, deployed, main.region, aws, leftOut, options.stage);
}

async function open(
  template: Template,
  deployed: Deployed,
  region: string,
  aws: LocalAws,
  leftOut: Up['leftOut'],
  stage: string,
): Promise<Up> {
  const place = { account: aws.account, region, resolve: deployed.resolve };
  const client = aws.client();
  const caller = { accessKeyId: 'LOCALCALLER000000000', secretAccessKey: 'local-caller' };
  const frontDoor = await openFrontDoor({
    template,
    place,
    client,
    callers: new Map([
      [
        caller.accessKeyId,
        { secret: caller.secretAccessKey, userArn: `arn:aws:sts::${aws.account}:assumed-role/caller/local` },
      ],
    ]),
  });
  const poller = openPollerOnAws({ template, resolve: (value) => textOf(value, place), client });
  const { apiKey } = frontDoor;
  return {
    aws,
    leftOut,
    world: {
      client,
      account: aws.account,
      stage,
      template,
      physical: deployed.physical,
      frontDoor: { url: frontDoor.url, caller, ...(apiKey === undefined ? {} : { apiKey }) },
      streams: { idle: () => poller.idle(), statistics: () => poller.statistics() },
    },
    stop: async () => {
      await frontDoor.close();
      await poller.stop();
      await aws.stop();
    },
  };
}
