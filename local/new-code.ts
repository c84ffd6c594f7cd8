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
    const fresh = createHash('sha256').update(`${old} ${mark}`).digest('hex');
    await appendFile(join(folder, name, 'index.mjs'), `\n// ${mark}\n`);
    await rename(join(folder, name), join(folder, `asset.${fresh}`));
    renamed.set(old, fresh);
  }
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const text = await readFile(join(folder, name), 'utf8');
    const changed = [...renamed].reduce((all, [old, fresh]) => all.replaceAll(old, fresh), text);
    if (changed !== text) await writeFile(join(folder, name), changed);
  }
}
