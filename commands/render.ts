// `render`: model to output folder, one line a file.
import { join } from 'node:path';
import { located } from '../compiler/report.ts';
import { printable } from '../compiler/terminal.ts';
import { modelOf, notOurs, readIfThere, readManifest } from '../generators/output/disk.ts';
import { type Written, writeOutput } from '../generators/output/write.ts';
import { type Generated, generate, understand } from '../pipeline.ts';
import { CouldNotRun, cacheFolder, codeOf, complain, isSound, print, report } from './common.ts';

export interface RenderOptions {
  readonly model: string;
  readonly output: string;
  readonly json: boolean;
  readonly force: boolean;
  readonly strict: boolean;
  readonly only?: readonly string[];
  /** Says nothing of files that are as they were. */
  readonly quiet?: boolean;
}

export async function render(options: RenderOptions): Promise<number> {
  const start = performance.now();
  const understood = understand(options.model);
  if (!isSound(understood)) {
    report(understood.source, understood.findings, options.json);
    return 1;
  }
  const { name } = understood.plan.architecture;
  const other = await modelOf(options.output);
  // A part would leave a mixture that is still called the other's.
  if (other !== undefined && other !== name && !(options.force && options.only === undefined)) {
    const [all, how] = options.only === undefined ? ['', '--force'] : ['all of ', '--force, without --only'];
    throw new CouldNotRun(
      `${options.output}/ holds the files of the model "${printable(other)}"; name another folder with --output, or put ${all}those of "${name}" in their place with ${how}`,
    );
  }
  const manifest = await readManifest(options.output);
  const files = await generate(understood, {
    ...(options.force ? {} : { cache: cacheFolder() }),
    ...(manifest === undefined || options.force ? {} : { manifest }),
    read: (path) => readIfThere(join(options.output, path)),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  if (files.length === 0) {
    throw new CouldNotRun(`no file starts with ${options.only?.join(' or ')}; try diagrams/ or templates/`);
  }
  // A part leaves no manifest in a folder that has none: what an earlier part left there cannot be told from a file of the user's.
  if (!options.force && (options.only === undefined || manifest !== undefined)) {
    const [first, ...more] = await notOurs(options.output, files, manifest);
    if (first !== undefined) {
      const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
      throw new CouldNotRun(
        `${join(options.output, first)}${others} is no file of Plumbline's, and one of that name is to be written; move it away, name another folder with --output, or write over it with --force`,
      );
    }
  }
  const written = await writeOutput(options.output, files, { partial: options.only !== undefined, model: name });
  const remarks = [...new Set(files.flatMap((file) => file.remarks ?? []))];
  if (options.json)
    print(
      JSON.stringify({ findings: located(understood.source, understood.findings), remarks, files: written }, null, 2),
    );
  else {
    report(understood.source, understood.findings, false);
    for (const remark of remarks) complain(`note: ${printable(remark)}`);
    const changed = written.filter((each) => each.change !== 'unchanged').length;
    const told = options.quiet ? written.filter((each) => each.change !== 'unchanged') : written;
    for (const line of lines(told, files)) print(line);
    print(
      `${written.length === 1 ? '1 file' : `${written.length} files`}, ${changed} changed, in ${Math.round(performance.now() - start)} ms. Read ${join(options.output, 'README.md')} first.`,
    );
  }
  return codeOf(understood.findings, options.strict);
}

function lines(written: readonly Written[], files: readonly Generated[]): readonly string[] {
  const times = new Map(files.map((file) => [file.path, file.milliseconds]));
  return written.map(({ path, change }) => {
    const time = times.get(path);
    return `${change.padEnd(9)} ${path}${time === undefined ? '' : `  ${Math.round(time)} ms`}`;
  });
}
