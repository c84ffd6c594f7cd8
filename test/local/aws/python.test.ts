// Which Python runs the local AWS, and the sentence where none can.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPython, NoLocalAws } from '../../../local/aws/python.ts';
import { emptyFolder } from '../../support/folders.ts';

/** An interpreter that answers as told: its version, and which modules it lacks. */
function interpreter(version: string, lacks: readonly string[] = []): string {
  const file = join(emptyFolder('python'), 'python');
  const missing = lacks.map((module) => `[ "$2" = "import ${module}" ] && exit 1\n`).join('');
  writeFileSync(file, `#!/bin/sh\n${missing}[ "$2" = "import venv" ] || echo ${version}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe.skipIf(process.platform === 'win32')('the interpreter for the local AWS', () => {
  it('is the one that PLUMBLINE_PYTHON names', async () => {
    const command = interpreter('3.10');
    expect(await findPython({ ...process.env, PLUMBLINE_PYTHON: command })).toEqual({ command, version: '3.10' });
  });

  it.each([
    [
      'is not there',
      '/nowhere/python3',
      /^the local AWS needs Python 3\.10 or newer, and "\/nowhere\/python3" does not/,
    ],
    [
      'is too old',
      interpreter('3.9'),
      /^the local AWS needs Python 3\.10 or newer, and ".*" is 3\.9; .*PLUMBLINE_PYTHON$/,
    ],
    ['is of another age', interpreter('2.7'), /is 2\.7; install it, or name another interpreter in PLUMBLINE_PYTHON$/],
    ['says nothing', interpreter(''), /and ".*" is no Python; install it, or name another .* PLUMBLINE_PYTHON$/],
    ['says something else', interpreter('hello 3.12'), /is no Python; install it, or name another/],
    ['has no venv', interpreter('3.12', ['venv']), /needs virtual environments \(the module venv\).*python3-venv$/],
    ['has no pip', interpreter('3.12', ['ensurepip']), /needs pip for virtual environments.*python3-venv$/],
  ])('%s: one sentence', async (_, command, says) => {
    const found = findPython({ ...process.env, PLUMBLINE_PYTHON: command });
    await expect(found).rejects.toThrow(says);
    await expect(found).rejects.toBeInstanceOf(NoLocalAws);
  });
});
