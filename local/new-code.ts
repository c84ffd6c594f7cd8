// A stage's assembly to the same with other code in every function, as after a change that nobody outside can see.
import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Rewrites the assembly in place. The mark stands at the end of each function's code; another one gives other bytes. */
export async function withNewCode(folder: string, mark: string): Promise<void> {
  const names = await readdir(folder);
  const renamed = new Map<string, string>();
  for (const name of names) {
    const [, old] = /^asset\.([0-9a-f]{64})$/.exec(name) ?? [];
    if (old === undefined) continue;
    const fresh = hashOf(`${old} ${mark}`);
    await appendFile(join(folder, name, 'index.mjs'), `\n// ${mark}\n`);
    await rename(join(folder, name), join(folder, `asset.${fresh}`));
    renamed.set(old, fresh);
  }
  // A template is uploaded under its name too: under the old one there is one already, and nothing would be deployed.
  for (const name of names.filter((each) => each.endsWith('.assets.json')))
    for (const old of await templatesIn(join(folder, name))) renamed.set(old, hashOf(`${old} ${mark}`));
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const text = await readFile(join(folder, name), 'utf8');
    const changed = [...renamed].reduce((all, [old, fresh]) => all.replaceAll(old, fresh), text);
    if (changed !== text) await writeFile(join(folder, name), changed);
  }
}

/** Names of the assets that are templates. */
async function templatesIn(file: string): Promise<readonly string[]> {
  const { files = {} }: { readonly files?: Readonly<Record<string, { readonly source: { readonly path?: string } }>> } =
    JSON.parse(await readFile(file, 'utf8'));
  return Object.entries(files).flatMap(([name, { source }]) => (source.path?.endsWith('.template.json') ? [name] : []));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
