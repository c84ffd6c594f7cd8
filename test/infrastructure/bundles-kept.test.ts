// Bundles that cannot be put where they are kept.
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, vi } from 'vitest';
import { bundleHandlers } from '../../generators/infrastructure/bundles.ts';
import { emptyFolder } from '../support/folders.ts';

vi.mock(import('node:fs/promises'), async (original) => ({ ...(await original()), rename: vi.fn() }));

let model: string;
beforeEach(() => {
  model = join(emptyFolder('bundles'), 'model');
  cpSync(fileURLToPath(new URL('handlers-case', import.meta.url)), model, { recursive: true });
  symlinkSync(resolve('node_modules'), join(model, 'node_modules'));
});

it('are a fault that is told, and leave nothing half made', async () => {
  vi.mocked(rename).mockRejectedValueOnce(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
  const cacheFolder = emptyFolder('cache');
  await expect(bundleHandlers(model, { cacheFolder })).rejects.toThrow('no space');
  expect(readdirSync(join(cacheFolder, 'handlers'))).toEqual([]);
});

it('are those of another process where it was quicker', async () => {
  vi.mocked(rename).mockImplementationOnce(async (_, to) => {
    mkdirSync(String(to));
    throw Object.assign(new Error('there already'), { code: 'ENOTEMPTY' });
  });
  const cacheFolder = emptyFolder('cache');
  const { folders, problems } = await bundleHandlers(model, { cacheFolder });
  expect([problems, [...folders.keys()]]).toEqual([[], ['count', 'greet']]);
  expect(readdirSync(join(cacheFolder, 'handlers')).filter((name) => name.startsWith('.making-'))).toEqual([]);
});
