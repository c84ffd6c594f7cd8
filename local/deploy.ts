// A stage's assembly to stacks on the local AWS: the same way as to AWS, with its endpoint and the local profile.
import { applyProfile, type ProvisionOptions, provision } from '../deployment/provision.ts';
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
  /** Ends it; its reason is then thrown. */
  readonly signal?: AbortSignal;
}

/** Stacks in the assembly's order, main Region first. Rewrites the assembly's templates: once, as they must be whole. */
export async function deployLocally(
  assembly: StageAssembly,
  aws: LocalAws,
  { bootstrap, ...how }: DeployLocallyOptions,
): Promise<readonly LocalStack[]> {
  const pruned = new Map<string, Pick<LocalStack, 'template' | 'without'>>();
  await applyProfile(assembly, (template: Template, name) => {
    const { template: left, without } = prune(template);
    pruned.set(name, { template, without });
    return tellingAttributes(left, template);
  });
  await provisioned(assembly, aws, { ...how, ...(bootstrap ? { bootstrap: aws.account } : {}) });
  return Promise.all(
    [...pruned].map(async ([name, { template, without }]) => {
      const region = assembly.stacks.find((stack) => stack.name === name)?.region;
      if (region === undefined) throw new Error(`stack "${name}" is not in the assembly`);
      return { name, region, template, without, ...(await readDeployed(aws.client(region), name, template)) };
    }),
  );
}

/** An assembly that was deployed so already, with other code in it: its templates are the local ones as they are. */
export const updateLocally = (
  assembly: StageAssembly,
  aws: LocalAws,
  how: Omit<DeployLocallyOptions, 'bootstrap'>,
): Promise<void> => provisioned(assembly, aws, how);

async function provisioned(
  assembly: StageAssembly,
  { environment }: LocalAws,
  how: Omit<ProvisionOptions, 'environment'>,
): Promise<void> {
  const { code, output } = await provision(assembly, { ...how, environment });
  if (code !== 0) throw new Error(`the local deployment did not succeed; the CDK CLI said:\n${output.trim()}`);
}
