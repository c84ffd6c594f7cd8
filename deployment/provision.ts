// A stage's cloud assembly to provisioned stacks, by the CDK CLI: AWS and the local AWS differ by environment and profile only.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageAssembly } from '../generators/infrastructure/stage-assembly.ts';
import { type CdkOptions, type CdkRun, runCdk } from './cdk-cli.ts';

export interface ProvisionOptions extends CdkOptions {
  /** Account to bootstrap first, in every Region of the assembly. Absent: it has been. */
  readonly bootstrap?: string;
}

/** Makes or updates every stack of the assembly; the first command that fails is the last. */
export async function provision(assembly: StageAssembly, options: ProvisionOptions): Promise<CdkRun> {
  const { bootstrap, ...how } = options;
  if (bootstrap !== undefined) {
    const regions = [...new Set(assembly.stacks.map(({ region }) => region))];
    const bootstrapped = await runCdk(['bootstrap', ...regions.map((region) => `aws://${bootstrap}/${region}`)], how);
    if (bootstrapped.code !== 0) return bootstrapped;
  }
  return runCdk(['deploy', '--all', '--require-approval', 'never', '--app', assembly.folder], how);
}

/** What would change in permissions, as the CDK CLI says it. */
export async function permissionChanges(assembly: StageAssembly, options: CdkOptions): Promise<string> {
  // Of every stack, as none is named.
  const args = ['diff', '--security-only', '--no-change-set', '--app', assembly.folder];
  return (await runCdk(args, options)).output.trim();
}

/** Rewrites the assembly's templates in place, before it is provisioned. Their assets keep their names: nobody looks inside. */
export async function applyProfile<Template>(
  assembly: StageAssembly,
  profile: (template: Template, stack: string) => unknown,
): Promise<void> {
  for (const { name } of assembly.stacks) {
    const file = join(assembly.folder, `${name}.template.json`);
    const template: Template = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(profile(template, name), undefined, 1));
  }
}
