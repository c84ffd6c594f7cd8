// `init`: a small model that renders, to start from: one of the examples, with the editor's schema beside it. Never writes over anything.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaText } from '../compiler/schema/index.ts';
import { catalogue } from '../pipeline.ts';
import { CouldNotRun, print } from './common.ts';

const example = fileURLToPath(new URL('../model/examples/order-events', import.meta.url));
const schemaFile = 'architecture.schema.json';

export async function init(folder: string): Promise<number> {
  const files = new Map(
    readdirSync(example, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path.slice(example.length + 1).replaceAll('\\', '/'),
        readFileSync(path, 'utf8').replace('../../schema.json', `./${schemaFile}`),
      ]),
  );
  files.set(schemaFile, schemaText(catalogue));
  const there = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (there.length > 0)
    throw new CouldNotRun(
      `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already; nothing was written`,
    );
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { flag: 'wx' });
    print(`added     ${path}`);
  }
  const model = join(folder, 'architecture.yaml').replaceAll('\\', '/');
  print(`Now: npx plumbline render${folder === '.' ? '' : ` --model ${/\s/.test(model) ? `"${model}"` : model}`}`);
  return 0;
}
