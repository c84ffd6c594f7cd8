// What is imported by what is shipped, against what the package brings: a checkout has more than a user of the package.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const builtIn = new Set(builtinModules);

function importsBelow(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const texts = files.map((path) => readFileSync(join(folder, path), 'utf8'));
  // Types are gone when it runs.
  const found = texts.flatMap((text) => [
    ...text.matchAll(
      /^(?:import|export) (?!type )[^;]*?from '([^'.][^']*)'|^import '([^'.][^']*)'|import\('([^'.][^']*)'\)/gm,
    ),
  ]);
  return [...new Set(found.map(([, a, b, c]) => nameOf(a ?? b ?? c ?? '')))].sort();
}

const nameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

it.each(['compiler', 'services', 'generators', 'deployment', 'ending', 'local', 'commands'])(
  '%s imports nothing that the package does not bring',
  (folder) => {
    const imported = importsBelow(folder).filter((name) => !name.startsWith('node:') && !builtIn.has(name));
    expect(imported.filter((name) => dependencies[name] === undefined)).toEqual([]);
  },
);

it('functions of the models that it ships find the SDK that they ask for, on the local AWS as in AWS', () => {
  const asked = importsBelow('model/examples').filter((name) => name.startsWith('@aws-sdk/'));
  expect(asked).toContain('@aws-sdk/client-dynamodb');
  expect(asked.filter((name) => dependencies[name] === undefined)).toEqual([]);
});
