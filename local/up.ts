// A stage's cloud assembly to that stage running on the local AWS: deployed, its front door open, its streams handed on.
import { resourcesOf, type Template } from '../deployment/template.ts';
import { type Endings, endings } from '../ending/endings.ts';
import { temporaryFolder } from '../ending/temporary-folder.ts';
import type { StageAssembly } from '../generators/infrastructure/stage-assembly.ts';
import { type LocalAws, startLocalAws } from './aws/start.ts';
import { deployLocally, type LocalStack, updateLocally } from './deploy.ts';
import { failureTeller } from './failures.ts';
import { type FrontDoor, openFrontDoor } from './front-door/front-door.ts';
import { type Place, textOf } from './intrinsics.ts';
import { withNewCode } from './new-code.ts';
import { openPollerOnAws } from './poller/on-aws.ts';
import type { Poller } from './poller/poller.ts';
import type { MappingCall, World } from './world.ts';

export interface UpOptions {
  /** Synthesises the stage into an empty folder. */
  readonly synthesise: (folder: string) => Promise<StageAssembly>;
  readonly stage: string;
  /** Where the emulator is installed, once. */
  readonly cache: string;
  /** Told one line a step. */
  readonly say: (line: string) => void;
  /** Ends it, and every deployment; its reason is then thrown, when nothing is left. */
  readonly signal: AbortSignal;
}

export interface Up {
  readonly world: World;
  readonly aws: LocalAws;
  /** Main Region first. */
  readonly stacks: readonly LocalStack[];
  /** Undefined where the stage has no REST API. */
  readonly frontDoor: FrontDoor | undefined;
  /** Ends all of it; nothing is left behind. */
  stop(): Promise<void>;
}

const caller = { accessKeyId: 'LOCALCALLER000000000', secretAccessKey: 'local-caller' };

/** Throws NoLocalAws where this machine cannot run it. */
export async function bringUp(options: UpOptions): Promise<Up> {
  const ends = endings();
  try {
    return await bringUpWith(options, ends);
  } catch (error) {
    // What went wrong first is what is told.
    await ends.all().catch(() => {});
    throw error;
  }
}

async function bringUpWith({ synthesise, stage, cache, say, signal }: UpOptions, ends: Endings): Promise<Up> {
  const { path: folder, remove } = await temporaryFolder('plumbline-local-');
  ends.add(remove);
  // Waited for: cut short, it would go on writing.
  const assembly = await synthesise(folder);
  signal.throwIfAborted();
  const region = assembly.stacks[0]?.region ?? '';
  const aws = await startLocalAws({ cache, region, say, signal });
  ends.add(() => aws.stop());
  say(`Deploying ${assembly.stacks.map(({ name }) => name).join(' and ')}`);
  const stacks = await deployLocally(assembly, aws, { bootstrap: true, show: false, signal });
  const [main] = stacks;
  if (main === undefined) throw new Error(`stage "${stage}" has no stack`);
  const place: Place = { account: aws.account, region, resolve: main.resolve };
  const calls: MappingCall[] = [];
  const onFailure = failureTeller(main.template, main.resolve, { log: aws.log, say });
  const poller = openPollerOnAws({
    template: main.template,
    resolve: (value) => textOf(value, place),
    client: aws.client(),
    onCall: (call) => calls.push(call),
    onFailure,
  });
  // Together: a call under way ends with the AWS that would answer it, however long its function hangs.
  ends.add(() => Promise.all([poller.stop(), aws.stop()]));
  const frontDoor = hasApi(main.template)
    ? await openFrontDoor({
        template: main.template,
        place,
        client: aws.client(),
        callers: new Map([
          [
            caller.accessKeyId,
            { secret: caller.secretAccessKey, userArn: `arn:aws:sts::${aws.account}:assumed-role/caller/local` },
          ],
        ]),
        onFailure,
      })
    : undefined;
  ends.add(async () => frontDoor?.close());
  let deployments = 1;
  let deploying: Promise<unknown> = Promise.resolve();
  const deployAgain = (): Promise<void> => {
    deployments += 1;
    const again = withNewCode(folder, `deployment ${deployments}`).then(() =>
      updateLocally(assembly, aws, { show: false, signal }),
    );
    deploying = Promise.allSettled([deploying, again]);
    return again;
  };
  ends.add(() => deploying);
  signal.throwIfAborted();
  const world = worldOf({ stage, aws, main, poller, calls, frontDoor, deployAgain });
  return { world, aws, stacks, frontDoor, stop: ends.all };
}

interface Parts {
  readonly stage: string;
  readonly aws: LocalAws;
  readonly main: LocalStack;
  readonly poller: Poller;
  readonly calls: readonly MappingCall[];
  readonly frontDoor: FrontDoor | undefined;
  readonly deployAgain: () => Promise<void>;
}

const hasApi = (template: Template): boolean => resourcesOf(template, 'AWS::ApiGateway::RestApi').length > 0;

const wayIn = ({ url, apiKey }: FrontDoor): NonNullable<World['frontDoor']> => ({
  url,
  caller,
  ...(apiKey === undefined ? {} : { apiKey }),
});

const worldOf = ({ stage, aws, main, poller, calls, frontDoor, deployAgain }: Parts): World => ({
  client: aws.client(),
  account: aws.account,
  stage,
  template: main.template,
  physical: main.physical,
  ...(frontDoor === undefined ? {} : { frontDoor: wayIn(frontDoor) }),
  streams: { idle: () => poller.idle(), statistics: () => poller.statistics(), calls: () => calls },
  deployAgain,
});
