import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bundles, bundleHandlers, handlerCodeOf } from '../../generators/infrastructure/bundles.ts';
import { cdk } from '../../services/kit/cdk.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The fixture at a path of its own, as another machine would have it. */
function modelAt(name: string): string {
  const model = join(folder, name);
  cpSync(fileURLToPath(new URL('handlers-case', import.meta.url)), model, { recursive: true });
  symlinkSync(resolve('node_modules'), join(model, 'node_modules'));
  return model;
}

const texts = ({ folders }: Bundles) =>
  Object.fromEntries([...folders].map(([name, path]) => [name, readFileSync(join(path, 'index.mjs'), 'utf8')]));

function assetHash(bundles: Bundles, handler: string): string {
  const { App, Stack, aws_lambda: lambda } = cdk();
  const app = new App({ outdir: mkdtempSync(join(folder, 'out-')), builtinCloudFormationValidation: false });
  new lambda.Function(new Stack(app, 'Stack'), 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: handlerCodeOf(bundles)(handler),
  });
  const [stack] = app.synth().stacks;
  return /"S3Key": "(\w+)\.zip"/.exec(JSON.stringify(stack?.template, undefined, 1))?.[1] ?? '';
}

describe('bundles', () => {
  it('hold the same bytes, and give the same asset, whatever the path and the package around it', async () => {
    const one = await bundleHandlers(modelAt('one'), { cacheFolder: join(folder, 'cache-one') });
    const deeper = modelAt('deeper/down/two');
    writeFileSync(join(deeper, 'package.json'), '{ "type": "module" }');
    const two = await bundleHandlers(deeper, { cacheFolder: join(folder, 'cache-two') });
    expect(Object.keys(texts(one))).toEqual(['count', 'greet']);
    expect(texts(one)).toEqual(texts(two));
    expect(JSON.stringify(texts(one))).not.toContain(folder);
    expect(assetHash(one, 'greet')).toMatch(/^[0-9a-f]{64}$/);
    expect(assetHash(one, 'greet')).toBe(assetHash(two, 'greet'));
  });

  it('leave the SDK to the runtime, run as a module and carry their own libraries', async () => {
    const bundles = await bundleHandlers(modelAt('run'), { cacheFolder: join(folder, 'cache-run') });
    expect(/[\w$]+\("@aws-sdk\/client-dynamodb"\)/.test(texts(bundles).greet ?? '')).toBe(true);
    expect(texts(bundles).greet).not.toContain('from"@aws-lambda-powertools');
    const { handler } = await import(join(bundles.folders.get('count') ?? '', 'index.mjs'));
    expect(await handler()).toBe(1);
  });

  it('are made again when any input changes, and only then', async () => {
    const model = modelAt('changing');
    const cacheFolder = join(folder, 'cache-changing');
    const first = await bundleHandlers(model, { cacheFolder });
    expect(first.cached).toBe(false);
    const again = await bundleHandlers(model, { cacheFolder });
    expect(again.cached).toBe(true);
    expect(texts(again)).toEqual(texts(first));
    writeFileSync(
      join(model, 'handlers/common/say.ts'),
      'export const say = (word: string): void => console.log(word);\n',
    );
    const changed = await bundleHandlers(model, { cacheFolder });
    expect(changed.cached).toBe(false);
    expect(texts(changed).count).toBe(texts(first).count);
    expect(texts(changed).greet).not.toBe(texts(first).greet);
  });

  it('say where a handler is broken', async () => {
    const model = modelAt('broken');
    writeFileSync(join(model, 'handlers/count/index.ts'), "import './nowhere.ts';\n");
    const { folders, problems } = await bundleHandlers(model, { cacheFolder: join(folder, 'cache-broken') });
    expect(folders.size).toBe(0);
    expect(problems).toEqual([
      { file: 'count/index.ts', line: 1, column: 8, text: 'Could not resolve "./nowhere.ts"' },
    ]);
  });

  it.each([
    ['nobody-made-this', 'nobody-made-this'],
    ['nobody-made-this/deep/in.js', 'nobody-made-this'],
    ['@nobody/made-this/deep', '@nobody/made-this'],
  ])('say what to install for "%s"', async (wanted, name) => {
    const model = modelAt(`without-${wanted.length}`);
    writeFileSync(join(model, 'handlers/count/index.ts'), `import '${wanted}';\n`);
    const { problems } = await bundleHandlers(model, { cacheFolder: join(folder, `cache-without-${wanted.length}`) });
    expect(problems.map(({ text }) => text)).toEqual([
      `Could not resolve "${wanted}"; install it where the model stands or in a folder above: npm install ${name}`,
    ]);
  });

  it.each([
    ['that nobody can read', '{ "type": ', 'Unexpected end of JSON input'],
    [
      'of another draft',
      '{ "$schema": "http://json-schema.org/draft-04/schema#", "$ref": "other.json" }',
      "can't resolve reference",
    ],
  ])('say where a schema is broken, %s', async (what, schema, reason) => {
    const model = modelAt(`schema-${what.length}`);
    writeFileSync(join(model, 'handlers/count/own.schema.json'), schema);
    writeFileSync(
      join(model, 'handlers/count/index.ts'),
      "import own from './own.schema.json' with { type: 'json' };\nexport const handler = () => own;\n",
    );
    const { folders, problems } = await bundleHandlers(model, { cacheFolder: join(folder, `cache-${what.length}`) });
    expect(folders.size).toBe(0);
    expect(problems.map(({ file }) => file)).toContain('count/own.schema.json');
    expect(problems.map(({ text }) => text).join()).toContain(reason);
  });

  it('carry a schema with the check made of it, which needs no Ajv', async () => {
    const model = modelAt('checked');
    writeFileSync(
      join(model, 'handlers/count/own.schema.json'),
      '{ "type": "object", "required": ["id"], "additionalProperties": false }',
    );
    writeFileSync(
      join(model, 'handlers/count/index.ts'),
      "import own from './own.schema.json' with { type: 'json' };\nexport const handler = (value) => [own.required, own[Symbol.for('plumbline.check')](value)];\n",
    );
    const bundles = await bundleHandlers(model, { cacheFolder: join(folder, 'cache-checked') });
    const { handler } = await import(join(bundles.folders.get('count') ?? '', 'index.mjs'));
    expect(handler({ id: 1, more: 2 })).toEqual([['id'], true]);
    expect(handler({})).toEqual([['id'], false]);
  });

  it('are nothing for a model without handlers', async () => {
    expect((await bundleHandlers(folder)).folders.size).toBe(0);
  });
});
