// The package as it would be published, in a folder of somebody who has nothing else: init, render, check.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { root, runNode } from '../support/cli.ts';
import { bytesIn, differing, emptyFolder, put, replaced } from '../support/folders.ts';
import { renderedModel } from '../support/rendered.ts';

const slow = 120_000;
let project: string;
let cli: string;

/** Packed from a copy, so that the build never meets one that is going on here. */
beforeAll(() => {
  const checkout = copyCheckout(emptyFolder('checkout'), (path) => !/^(test|output|bench|docs)\//.test(path));
  const packed = emptyFolder('packed');
  execFileSync('npm', ['pack', '--silent', '--offline', '--pack-destination', packed], { cwd: checkout });
  project = emptyFolder('project');
  const installed = join(project, 'node_modules/plumbline');
  mkdirSync(installed, { recursive: true });
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  execFileSync('tar', ['xzf', join(packed, `plumbline-${version}.tgz`), '--strip-components', '1', '-C', installed]);
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'), 'dir');
  cli = join(installed, 'dist/cli.js');
}, slow);

const run = (...args: readonly string[]) => runNode([cli, ...args], { cwd: project });

describe('the package', () => {
  it('holds what runs and nothing else', () => {
    const files = [...bytesIn(join(project, 'node_modules/plumbline')).keys()].filter(
      (path) => !path.startsWith('node_modules'),
    );
    expect(
      files.filter(
        (path) => /(^|\/)(test|bench|flyhigh|output)(\/|$)|\.ts$/.test(path) && !path.startsWith('dist/model/'),
      ),
    ).toEqual([
      // The output folder's own code.
      ...files.filter((path) => path.startsWith('dist/generators/output/')),
    ]);
    for (const path of ['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md']) expect(files).toContain(path);
    expect(readFileSync(cli, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it(
    'starts a model, renders and checks it',
    async () => {
      const started = await run('init');
      expect([started.code, started.stderr]).toEqual([0, '']);
      const made = [...bytesIn(project).keys()].filter((path) => !path.startsWith('node_modules/'));
      expect(
        made
          .map((path) => `added     ${path}\n`)
          .sort()
          .join(''),
      ).toBe(
        started.stdout
          .split(/^(?=added|Now)/m)
          .filter((line) => line.startsWith('added'))
          .sort()
          .join(''),
      );
      expect(readFileSync(join(project, 'architecture.yaml'), 'utf8')).toMatch(
        /^# yaml-language-server: \$schema=\.\/architecture\.schema\.json$/m,
      );

      const rendered = await run('render', '--strict', '--model', 'architecture.yaml');
      expect([rendered.code, rendered.stderr]).toEqual([0, '']);
      // Built or not, the same model gives the same bytes.
      const { folder } = await renderedModel('examples/order-events');
      expect(differing(bytesIn(folder), bytesIn(join(project, 'output')))).toEqual([]);

      const checked = await run('check', '--strict', '--model', 'architecture.yaml');
      expect([checked.code, checked.stderr]).toEqual([0, '']);

      const own = replaced(
        readFileSync(join(project, 'architecture.yaml'), 'utf8'),
        'name: order-events',
        'name: my-orders',
      );
      writeFileSync(join(project, 'architecture.yaml'), own);
      const changed = await run('check', '--model', 'architecture.yaml');
      expect(changed.code).toBe(1);
      expect(changed.stdout).toContain('output/templates/my-orders-prod.template.json is missing');
    },
    slow,
  );

  it(
    'reads a rehearsal in TypeScript, with code of its own beside it and packages around it',
    async () => {
      const folder = join(project, 'rehearsed');
      expect((await run('init', 'rehearsed')).code).toBe(0);
      put(join(folder, 'rehearsal/names.ts'), "export const name: string = 'of-the-package';\n");
      put(
        join(folder, 'rehearsal/index.ts'),
        `import { greeting } from 'greetings';
import { name } from './names.ts';
export const rehearsal = { scenarios: [{ id: name, description: greeting }], start: () => undefined };
`,
      );
      put(join(folder, 'node_modules/greetings/package.json'), '{ "type": "module", "exports": "./index.js" }');
      put(join(folder, 'node_modules/greetings/index.js'), "export const greeting = 'Good day';\n");
      // As somebody types it: from the folder around.
      const model = 'rehearsed/architecture.yaml';
      const { code, stderr } = await run('local', '-m', model, '--scenario', 'none');
      expect(stderr).toBe('plumbline: there is no scenario "none"; the rehearsal has\n  of-the-package: Good day\n');
      expect(code).toBe(2);
      expect(readdirSync(join(folder, 'rehearsal')).sort()).toEqual(['index.ts', 'names.ts']);

      put(join(folder, 'rehearsal/names.ts'), 'export const name = ;\n');
      const broken = await run('local', '-m', model);
      expect(broken.stderr).toMatch(/^plumbline: .*rehearsal\/index\.ts could not be read: /);
      expect(broken.code).toBe(2);
    },
    slow,
  );

  it(
    'never writes over a model',
    async () => {
      const before = bytesIn(project);
      const again = await run('init');
      expect(again.code).toBe(2);
      expect(again.stderr).toMatch(/^plumbline: architecture\.yaml, .* are there already; nothing was written\n$/);
      expect(differing(before, bytesIn(project))).toEqual([]);
      const beside = await run('init', 'second');
      expect(beside.code).toBe(0);
      expect(existsSync(join(project, 'second/handlers/fulfilment/index.ts'))).toBe(true);
    },
    slow,
  );
});
