// A model's folder to the rehearsal beside the model, whatever runs this: the package's own JavaScript reads no TypeScript.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rehearsal } from '../../local/rehearsal.ts';
import { CouldNotRun } from '../common.ts';

/** undefined where the model brings none. */
export async function loadRehearsal(modelFolder: string): Promise<Rehearsal | undefined> {
  const folder = resolve(modelFolder, 'rehearsal');
  const file = ['index.ts', 'index.js'].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const loaded = await imported(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION')
      return bundled(file, folder);
    throw error;
  });
  if (loaded.rehearsal === undefined) throw new CouldNotRun(`${file} exports no "rehearsal"`);
  return loaded.rehearsal;
}

interface Loaded {
  readonly rehearsal?: Rehearsal;
}

const imported = (file: string): Promise<Loaded> => import(pathToFileURL(file).href);

/** Written beside it for as long as it is read: packages are found from there, as its own code would find them. */
async function bundled(file: string, folder: string): Promise<Loaded> {
  const { build } = await import('esbuild');
  const outfile = join(folder, `.plumbline-${process.pid}.mjs`);
  try {
    await build({
      absWorkingDir: folder,
      entryPoints: [file],
      outfile,
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: 'inline',
      tsconfigRaw: {},
      logLevel: 'silent',
    }).catch((error: unknown) => {
      throw new CouldNotRun(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    });
    return await imported(outfile);
  } finally {
    await rm(outfile, { force: true });
  }
}
