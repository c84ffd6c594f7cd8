// The Python that runs the local AWS: found and able, or one sentence that says what is missing.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The local AWS cannot run on this machine: one sentence that says why and what to do. */
export class NoLocalAws extends Error {}

export interface Python {
  readonly command: string;
  /** Major and minor, e.g. "3.12". */
  readonly version: string;
}

const oldest = 10;
const wayOut = 'install it, or name another interpreter in PLUMBLINE_PYTHON';

/** PLUMBLINE_PYTHON, else python3. Throws NoLocalAws. */
export async function findPython(env: Readonly<NodeJS.ProcessEnv> = process.env): Promise<Python> {
  if (process.platform === 'win32') throw new NoLocalAws('the local AWS runs on Linux and macOS only');
  const command = env.PLUMBLINE_PYTHON || 'python3';
  const version = await answerOf(command, 'import sys; print("%d.%d" % sys.version_info[:2])', env);
  if (version === undefined)
    throw new NoLocalAws(`the local AWS needs Python 3.${oldest} or newer, and "${command}" does not run; ${wayOut}`);
  if (!/^\d+\.\d+$/.test(version))
    throw new NoLocalAws(`the local AWS needs Python 3.${oldest} or newer, and "${command}" is no Python; ${wayOut}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major !== 3 || minor < oldest)
    throw new NoLocalAws(`the local AWS needs Python 3.${oldest} or newer, and "${command}" is ${version}; ${wayOut}`);
  // Debian packages these two apart from the interpreter.
  for (const [module, what] of [
    ['venv', 'virtual environments (the module venv)'],
    ['ensurepip', 'pip for virtual environments (the module ensurepip)'],
  ] as const) {
    if ((await answerOf(command, `import ${module}`, env)) === undefined)
      throw new NoLocalAws(
        `the local AWS needs ${what}, which "${command}" lacks; on Debian and Ubuntu it is the package python3-venv`,
      );
  }
  return { command, version };
}

async function answerOf(
  command: string,
  program: string,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-c', program], { env, timeout: 30_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
