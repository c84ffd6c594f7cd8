// This machine to the emulator that tests run on: what lacks for it, or where it is.
import { join } from 'node:path';
import { emulatorPython } from '../../local/aws/environment.ts';
import { findPython, NoLocalAws } from '../../local/aws/python.ts';
import { root } from './cli.ts';

/** Where everybody's is: it is dear to install. */
export const localAwsCache = join(root, 'node_modules', '.cache', 'plumbline');

/** Only a Python that is not there is a reason to skip; one with which the emulator cannot be installed is a failure. */
export async function whyNoPython(): Promise<string | undefined> {
  if (process.env.PLUMBLINE_NO_LOCAL === '1') return 'PLUMBLINE_NO_LOCAL=1 asks for it';
  try {
    await findPython();
    return undefined;
  } catch (error) {
    if (error instanceof NoLocalAws) return error.message;
    throw error;
  }
}

export async function makeLocalAws(): Promise<void> {
  await emulatorPython({ cache: localAwsCache, say: (line) => console.warn(line) });
}
