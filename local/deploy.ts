// A stage's assembly to stacks on the local AWS: the same way as to AWS, with its endpoint and the local profile.
import { applyProfile, provision } from '../deployment/provision.ts';
import type { Template } from '../deployment/template.ts';
import type { StageAssembly } from '../generators/infrastructure/stage-assembly.ts';
import type { LocalAws } from './aws/start.ts';
import type { LeftOut } from './profile/left-out.ts';
import { prune } from './profile/prune.ts';
import { type Deployed, readDeployed, tellingAttributes } from './resources.ts';

export interface LocalStack extends Deployed {
  readonly name: string;
  readonly region: string;
  /** Whole: with what the local AWS left out. */
  readonly template: Template;
  /** Logical id to why it was left out. */
  readonly without: ReadonlyMap<string, LeftOut>;
}

export interface DeployLocallyOptions {
  /** Whether this is the first deployment to this local AWS. */
  readonly bootstrap: boolean;
  /** Shows what the CDK CLI prints. */
  readonly show: boolean;
}

/** Stacks in the assembly's order, main Region first. Again: an update. Rewrites the assembly's templates. */
export async function deployLocally(
  assembly: StageAssembly,
  aws: LocalAws,
  { bootstrap, show }: DeployLocallyOptions,
): Promise<readonly LocalStack[]> {
  const pruned = new Map<string, Pick<LocalStack, 'template' | 'without'>>();
  await applyProfile(assembly, (template: Template, name) => {
    const { template: left, without } = prune(template);
    pruned.set(name, { template, without });
    return tellingAttributes(left, template);
  });
  const { environment, account } = aws;
  const { code, output } = await provision(assembly, {
    environment,
    show,
    ...(bootstrap ? { bootstrap: account } : {}),
  });
  if (code !== 0) throw new Error(`the local deployment did not succeed; the CDK CLI said:\n${output.trim()}`);
  return Promise.all(
    [...pruned].map(async ([name, { template, without }]) => {
      const region = assembly.stacks.find((stack) => stack.name === name)?.region;
      if (region === undefined) throw new Error(`stack "${name}" is not in the assembly`);
      return { name, region, template, without, ...(await readDeployed(aws.client(region), name, template)) };
    }),
  );
}
