// What `local` says where it cannot. Nothing here needs the local AWS.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expected } from '../../commands/common.ts';
import { NoLocalAws } from '../../local/aws/python.ts';
import { plumbline } from '../support/cli.ts';
import { emptyFolder, orders } from '../support/folders.ts';

it('without Python: one sentence, exit code 2, and nothing is left', async () => {
  const temporary = emptyFolder('temporary');
  const { code, stderr } = await plumbline(['local', '-m', join(orders, 'architecture.yaml')], {
    env: { PLUMBLINE_PYTHON: '/nowhere/python', TMPDIR: temporary },
  });
  expect(stderr).toMatch(
    /^plumbline: the local AWS needs Python 3\.\d+ or newer, and "\/nowhere\/python" does not run; .*\n$/,
  );
  expect(code).toBe(2);
  expect(readdirSync(temporary).filter((name) => name.startsWith('plumbline-'))).toEqual([]);
}, 60_000);

it("a machine without a local AWS is nobody's bug, wherever that is found out", () => {
  expect(expected(new NoLocalAws('there is none'))).toEqual({ message: 'there is none', code: 2 });
});
