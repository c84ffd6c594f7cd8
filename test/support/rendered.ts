// A model rendered once a run, whichever test asks first; the others wait for it.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inject } from 'vitest';
import { plumbline, type Ran } from './cli.ts';

export interface RenderedModel {
  /** The output folder. Not to be changed: copy it first. */
  readonly folder: string;
  readonly ran: Ran;
}

/** Whatever this machine's are: another checkout is rendered under others, see determinism.test.ts. */
const place = { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' };

/** Strictly rendered from `model/<name>`: "flyhigh" or "examples/order-events". Throws where rendering fails. */
export async function renderedModel(name: string): Promise<RenderedModel> {
  const at = join(inject('scratch'), `rendered-${name.replaceAll('/', '-')}`);
  const folder = join(at, 'output');
  const report = join(at, 'ran.json');
  if (isFirst(at)) {
    const ran = await plumbline(['render', '-m', `model/${name}/architecture.yaml`, '-o', folder], { env: place });
    writeFileSync(`${report}.tmp`, JSON.stringify(ran));
    renameSync(`${report}.tmp`, report);
  }
  for (let waited = 0; !existsSync(report); waited += 50) {
    if (waited > 90_000) throw new Error(`${name} has not been rendered in 90 s`);
    await after(50);
  }
  const ran: Ran = JSON.parse(readFileSync(report, 'utf8'));
  if (!existsSync(join(folder, 'manifest.json'))) throw new Error(`${name} does not render:\n${ran.stderr}`);
  return { folder, ran };
}

function isFirst(folder: string): boolean {
  if (existsSync(folder)) return false;
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
