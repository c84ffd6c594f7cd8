// The run's scratch folder, told to every test and removed when the run ends.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    scratch: string;
  }
}

export default function setup(project: TestProject): () => void {
  // Real, as macOS links its temporary folder: paths in messages would differ.
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'plumbline-tests-'));
  project.provide('scratch', scratch);
  return () => rmSync(scratch, { recursive: true, force: true });
}
