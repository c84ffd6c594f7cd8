// The same model gives the same bytes wherever and whenever it is rendered.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { plumbline } from '../support/cli.ts';
import { bytesIn, differing, emptyFolder } from '../support/folders.ts';
import { renderedModel } from '../support/rendered.ts';

const elsewhere = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', USER: 'ayşe' };

it('in another checkout at another path, under another time zone and language, all made anew, as in this one', async () => {
  const [here, there] = await Promise.all([
    renderedModel('flyhigh'),
    (async () => {
      const at = copyCheckout(
        join(emptyFolder('checkout'), 'much deeper/with a space'),
        (file) => !/^(test|output|docs|bench)\//.test(file),
      );
      const own = {
        ...elsewhere,
        HOME: emptyFolder('home'),
        TMPDIR: emptyFolder('tmp'),
        PLUMBLINE_CACHE: emptyFolder('cache'),
      };
      const ran = await plumbline(['render', '--force'], { root: at, cwd: at, env: own });
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      // What loads TypeScript keeps what it made of it.
      expect(readdirSync(own.TMPDIR).filter((name) => !/^(tsx-\d+|node-compile-cache)$/.test(name))).toEqual([]);
      return { at, folder: join(at, 'output') };
    })(),
  ]);
  const files = bytesIn(there.folder);
  expect(files.size).toBeGreaterThan(30);
  expect(differing(bytesIn(here.folder), files)).toEqual([]);
  for (const [path, bytes] of files) {
    expect(bytes.includes(there.at), `${path} holds a path of this machine`).toBe(false);
    if (/\.(md|mmd|svg|json|ts)$/.test(path)) expect(bytes.includes('\r'), `${path} has LF only`).toBe(false);
  }
}, 120_000);
