// A drawing to its laid-out picture, kept between runs by the content of the drawing and of the code that lays it out.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../output/files.ts';
import type { Drawing } from './drawing.ts';
import type { LaidOut } from './laid-out.ts';
import { layOut } from './layout.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const own = ['', 'layout', 'text'];

let version: string | undefined;

/** Changes with the code that decides where things stand, and with the font that it measures. */
function layoutVersion(): string {
  version ??= sha256(
    JSON.stringify([
      createRequire(import.meta.url)('@expo-google-fonts/inter/package.json').version,
      ...own.flatMap((folder) =>
        readdirSync(join(here, folder))
          .filter((name) => /\.[jt]s$/.test(name))
          .sort()
          .map((name) => sha256(readFileSync(join(here, folder, name)))),
      ),
    ]),
  );
  return version;
}

/** What cannot be read back is laid out again; what cannot be kept is only slower the next time. */
export async function keptLayout(drawing: Drawing, cache: string): Promise<LaidOut> {
  const folder = join(cache, 'layouts');
  const file = join(folder, `${sha256(layoutVersion() + JSON.stringify(drawing)).slice(0, 32)}.json`);
  const kept = readKept(file);
  if (kept !== undefined) return kept;
  const picture = await layOut(drawing);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(picture));
    renameSync(`${file}.${process.pid}`, file);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
  return picture;
}

function readKept(file: string): LaidOut | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LaidOut;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'syscall' in error)) return undefined;
    throw error;
  }
}
