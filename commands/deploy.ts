// `deploy`: says what will be provisioned, where and for how much, asks, and hands the assembly to the CDK CLI.
import { createInterface } from 'node:readline/promises';
import { averageOf } from '../compiler/plan/average.ts';
import type { Plan } from '../compiler/plan/index.ts';
import { identityIn } from '../deployment/identity.ts';
import { permissionChanges, provision } from '../deployment/provision.ts';
import { endingInOrder, unlessAborted } from '../ending/interrupts.ts';
import { temporaryFolder } from '../ending/temporary-folder.ts';
import { placementOf } from '../generators/infrastructure/placement.ts';
import type { StageAssembly } from '../generators/infrastructure/stage-assembly.ts';
import { assemblyOf, understand } from '../pipeline.ts';
import { CouldNotRun, cacheFolder, complain, isSound, print, report } from './common.ts';

export interface DeployOptions {
  readonly model: string;
  readonly stage: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Ctrl-C, whenever it comes, ends the CDK CLI too and leaves no folder behind; AWS is told nothing. */
export function deploy(options: DeployOptions): Promise<number> {
  let begun = false;
  return endingInOrder(
    () =>
      complain(
        begun
          ? 'Ending here. What CloudFormation has begun goes on by itself; deploy again to see what came of it.'
          : 'Ending here. Nothing was deployed.',
      ),
    (signal) =>
      deployUntil(signal, options, () => {
        begun = true;
      }),
  );
}

async function deployUntil(signal: AbortSignal, options: DeployOptions, begin: () => void): Promise<number> {
  const understood = understand(options.model);
  report(understood.source, understood.findings, false);
  if (!isSound(understood)) return 1;
  const { plan } = understood;
  if (!plan.architecture.stages.has(options.stage)) {
    throw new CouldNotRun(
      `there is no stage "${options.stage}"; the model has ${[...plan.architecture.stages.keys()].join(', ')}`,
    );
  }
  const [place] = placementOf(plan.architecture, options.stage).places;
  if (place === undefined) throw new CouldNotRun(`stage "${options.stage}" has nothing to provision`);
  // Asked first: without an account, nobody wants to wait for an assembly.
  const identity = await unlessAborted(identityIn(place.region), signal);
  if ('why' in identity) throw new CouldNotRun(identity.why);
  const { path: folder, remove } = await temporaryFolder('plumbline-deploy-');
  try {
    const assembly = await assemblyOf(plan, options.stage, { folder, cache: cacheFolder(), validate: true });
    signal.throwIfAborted();
    return await showAndDeploy({ plan, assembly, account: identity.account, signal, begin }, options);
  } finally {
    await remove();
  }
}

interface Deployment {
  readonly plan: Plan;
  readonly assembly: StageAssembly;
  readonly account: string;
  readonly signal: AbortSignal;
  /** Told when AWS is about to be asked for changes. */
  readonly begin: () => void;
}

async function showAndDeploy(
  { plan, assembly, account, signal, begin }: Deployment,
  options: DeployOptions,
): Promise<number> {
  const summary = {
    account,
    stage: options.stage,
    regions: [...new Set(assembly.stacks.map((stack) => stack.region))],
    stacks: assembly.stacks.map(({ name, region, resources }) => ({ name, region, resources })),
    monthlyUsd: Math.round(averageOf(plan, options.stage).monthlyUsd.value * 100) / 100,
    permissions: await permissionChanges(assembly, { show: false, signal }),
  };
  if (options.json) print(JSON.stringify(summary, null, 2));
  else {
    print(`Account  ${summary.account}`);
    print(`Region   ${summary.regions.join(', ')}`);
    print(`Stage    ${summary.stage}`);
    for (const stack of summary.stacks)
      print(`Stack    ${stack.name} in ${stack.region}: ${stack.resources} resources`);
    print(`Cost     about ${summary.monthlyUsd} USD a month at the stage's average load, as computed from the model`);
    print(`Permissions that change:\n${summary.permissions}`);
  }
  if (!options.yes && !(await agreed(signal))) {
    print('Nothing was deployed.');
    return 0;
  }
  begin();
  const { code } = await provision(assembly, { show: true, signal });
  if (code !== 0) throw new CouldNotRun('the deployment did not succeed; what the CDK CLI said stands above');
  return 0;
}

async function agreed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CouldNotRun('nobody is there to ask; pass --yes to deploy without asking');
  const questions = createInterface({ input: process.stdin, output: process.stdout });
  // It takes the terminal's Ctrl-C for itself, and would only fall silent.
  questions.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return /^y(es)?$/i.test((await questions.question('Deploy this? [y/N] ', { signal })).trim());
  } finally {
    questions.close();
  }
}
