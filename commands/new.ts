// `new service ID`: the file of a service, its line in the index and its test. Nothing else has to be touched.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CouldNotRun, print } from './common.ts';

const scaffold = fileURLToPath(new URL('../templates/scaffold', import.meta.url));

/** Works in a checkout of the project, whose root is `root`. */
export async function create(kind: string, id: string, root = process.cwd()): Promise<number> {
  if (kind !== 'service') throw new CouldNotRun(`"${kind}" cannot be scaffolded; what can: service`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new CouldNotRun(`"${id}" is no id of a service; small letters, digits and hyphens are, e.g. step-functions`);
  }
  const index = join(root, 'services', 'index.ts');
  if (!existsSync(index)) throw new CouldNotRun('services/index.ts is not here; run this in a checkout of the project');
  const paths = { service: `services/${id}.ts`, test: `test/services/${id}.test.ts` };
  for (const path of [...Object.values(paths), `services/${id}`]) {
    if (existsSync(join(root, path))) throw new CouldNotRun(`${path} is there already; nothing was written`);
  }
  const name = id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const title = id.replace(
    /(^|-)([a-z])/g,
    (_, gap: string, letter: string) => `${gap ? ' ' : ''}${letter.toUpperCase()}`,
  );
  const icon = iconOf(id) ?? title.replaceAll(' ', '');
  const maker = /^(AWS|Amazon)(?=[A-Z])/.exec(icon)?.[1];
  const words = { id, name, title, icon, fullTitle: maker === undefined ? title : `${maker} ${title}` };
  const fill = (template: string): string =>
    Object.entries(words).reduce(
      (text, [word, value]) => text.replaceAll(`{{${word}}}`, value),
      readFileSync(join(scaffold, template), 'utf8'),
    );
  write(join(root, paths.service), fill('service.ts.hbs'));
  write(join(root, paths.test), fill('service.test.ts.hbs'));
  write(index, withService(readFileSync(index, 'utf8'), id, name));
  print(`added     ${paths.service}\nadded     ${paths.test}\nchanged   services/index.ts`);
  print(`Run its test: npx vitest run ${paths.test}`);
  print('Then tell editors and readers of it: npm run schema && npm run schema:page');
  return 0;
}

/** The index with an import and an entry more, both in alphabetical order. */
export function withService(index: string, id: string, name: string): string {
  const line = `import { ${name} } from './${id}.ts';`;
  const imports = index.split('\n').filter((each) => /^import \{ \w+ \} from '\.\/(?!service\.ts)/.test(each));
  const after = imports.filter((each) => each < line).at(-1);
  const withImport =
    after === undefined
      ? index.replace(imports[0] ?? '', `${line}\n${imports[0] ?? ''}`)
      : index.replace(after, `${after}\n${line}`);
  return withImport.replace(
    /(export const services: readonly Service\[\] = \[\n)([\s\S]*?)(\];)/,
    (_, open: string, body: string, close: string) => {
      const entries = [...body.split('\n').filter((each) => each.trim() !== ''), `  ${name},`];
      return `${open}${entries.sort().join('\n')}\n${close}`;
    },
  );
}

/** The icon whose name is the id's, but for "AWS" or "Amazon" before it. */
function iconOf(id: string): string | undefined {
  const icons = join(
    dirname(createRequire(import.meta.url).resolve('aws-icons/package.json')),
    'icons/architecture-service',
  );
  const wanted = id.replaceAll('-', '');
  return readdirSync(icons)
    .sort()
    .map((file) => file.replace(/\.svg$/, ''))
    .find((icon) => icon.toLowerCase().replace(/^(aws|amazon)/, '') === wanted);
}

function write(path: string, content: string): void {
  writeFileSync(`${path}.tmp`, content);
  renameSync(`${path}.tmp`, path);
}
