// A model without steps has no walk-through, and no link to one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plumblineHere } from '../support/cli-here.ts';
import { modelCopy } from '../support/folders.ts';

const walkThrough = async (change: (text: string) => string): Promise<readonly string[]> => {
  const model = modelCopy(change);
  const output = join(model, '../output');
  expect((await plumblineHere(['render', '-m', model, '-o', output, '--only', 'architecture.md'])).code).toBe(0);
  return readFileSync(join(output, 'architecture.md'), 'utf8').match(/Walk-through/g) ?? [];
};

it('a walk-through stands where the model has steps, and only there', async () => {
  expect(await walkThrough((text) => text)).toHaveLength(2);
  expect(
    await walkThrough((text) => text.replace(/^steps:\n(?: {2}- .*\n)+/m, '').replace(/, step: \d+/g, '')),
  ).toEqual([]);
}, 60_000);
