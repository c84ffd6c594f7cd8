// A run that has tests on the local AWS: made once before workers race for it, or one plain line that says why they are skipped.
import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { makeLocalAws, whyNoPython } from './local-aws-here.ts';

export default async function setup(project: TestProject): Promise<void> {
  // Every project is set up, the root among them: once will do.
  if (!project.isRootProject() || !project.vitest.state.getPaths().some(needsLocalAws)) return;
  const reason = await whyNoPython();
  if (reason === undefined) {
    // Its own tests fail of it, and no others.
    await makeLocalAws().catch((error: unknown) => console.error(String(error)));
    return;
  }
  const { CI, PLUMBLINE_NO_LOCAL } = process.env;
  if (CI === 'true' && PLUMBLINE_NO_LOCAL !== '1')
    throw new Error(`Tests on the local AWS cannot run: ${reason}. PLUMBLINE_NO_LOCAL=1 does without them.`);
  console.warn(`Tests on the local AWS are skipped: ${reason}.`);
}

const needsLocalAws = (file: string): boolean => /\/local-aws\.ts'/.test(readFileSync(file, 'utf8'));
