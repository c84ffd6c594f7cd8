import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundles, bundleHandlers } from '../../generators/infrastructure/bundles.ts';

const handlers = [
  'demand-detector',
  'insights',
  'inventory-updater',
  'live-analytics',
  'profile-builder',
  'reconciler',
  'redriver',
];
const mostBytes = 700_000;

let bundles: Bundles;
beforeAll(async () => {
  bundles = await bundleHandlers('model/flyhigh');
}, 60_000);

it('every folder of a handler gives a bundle', () => {
  expect(bundles.problems).toEqual([]);
  expect([...bundles.folders.keys()].sort()).toEqual(handlers);
});

describe.each(handlers)('%s', (handler) => {
  const text = () => readFileSync(join(bundles.folders.get(handler) ?? '', 'index.mjs'), 'utf8');

  it('is small enough to start quickly', () => {
    expect(Buffer.byteLength(text())).toBeLessThan(mostBytes);
  });

  it('brings neither the SDK nor a validator: what it checks was compiled when it was bundled', () => {
    for (const trace of ['ZodError', 'json-schema.org/draft-07', 'strict mode: '])
      expect(text().includes(trace)).toBe(false);
    expect(/[\w$]+\("@aws-sdk\/client-(dynamodb|lambda)"\)/.test(text())).toBe(true);
    expect(/from\s*"@aws-sdk/.test(text())).toBe(false);
  });

  it('can be imported anywhere, and exports its handler', async () => {
    const file = pathToFileURL(join(bundles.folders.get(handler) ?? '', 'index.mjs')).href;
    const code = `const { handler } = await import(${JSON.stringify(file)}); process.stdout.write(typeof handler);`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env: {} });
    const said = await run.then(
      ({ stdout }) => stdout,
      ({ stderr }: { readonly stderr: string }) => stderr.slice(-400),
    );
    expect(said).toBe('function');
  }, 20_000);

  it('says in its README what it promises', () => {
    const readme = readFileSync(new URL(`../../model/flyhigh/handlers/${handler}/README.md`, import.meta.url), 'utf8');
    // A paragraph; what an API answers may follow as a table.
    expect(readme).toMatch(/^# .+\n\n.{100,}\n(\n(\|.+\|\n)+)?$/);
  });
});

it('handlers take types of the generated contracts, never code', () => {
  const root = new URL('../../model/flyhigh/handlers/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const imports = files.flatMap(
    (file) => readFileSync(new URL(file, root), 'utf8').match(/^import .*contracts\/.*\.ts';$/gm) ?? [],
  );
  const generated = imports.filter((line) => line.includes('output/'));
  expect(generated.length).toBeGreaterThan(handlers.length);
  expect(generated.filter((line) => !line.startsWith('import type '))).toEqual([]);
});
