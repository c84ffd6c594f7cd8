// The same model gives the same bytes wherever and whenever it is rendered.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { plumbline } from '../support/cli.ts';
import { bytesIn, differing, emptyFolder } from '../support/folders.ts';

const places: readonly (readonly [path: string, env: Readonly<Record<string, string>>])[] = [
  ['a', { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', USER: 'ayşe' }],
  ['b/much deeper/with a space', { TZ: 'UTC', LANG: 'C', LC_ALL: 'C', USER: 'root' }],
];

it('in two checkouts at two paths, under two time zones and languages, bundled anew in each', async () => {
  const outputs = await Promise.all(
    places.map(async ([path, env]) => {
      const at = copyCheckout(join(emptyFolder('checkout'), path), (file) => !/^(test|output|docs|bench)\//.test(file));
      const own = {
        ...env,
        HOME: emptyFolder('home'),
        TMPDIR: emptyFolder('tmp'),
        PLUMBLINE_CACHE: emptyFolder('cache'),
      };
      const ran = await plumbline(['render', '--force'], { root: at, cwd: at, env: own });
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      // What loads TypeScript keeps what it made of it.
      expect(readdirSync(own.TMPDIR).filter((name) => !/^(tsx-\d+|node-compile-cache)$/.test(name))).toEqual([]);
      return { at, files: bytesIn(join(at, 'output')) };
    }),
  );
  const [one, other] = outputs;
  if (one === undefined || other === undefined) throw new Error('two places are wanted');
  expect(one.files.size).toBeGreaterThan(30);
  expect(differing(one.files, other.files)).toEqual([]);
  for (const { at, files } of outputs) {
    for (const [path, bytes] of files) {
      expect(bytes.includes(at), `${path} holds a path of this machine`).toBe(false);
      if (/\.(md|mmd|svg|json|ts)$/.test(path)) expect(bytes.includes('\r'), `${path} has LF only`).toBe(false);
    }
  }
}, 120_000);
