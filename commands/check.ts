// `check`: the output folder against the model, byte by byte; names file and difference.
import { located } from '../compiler/report.ts';
import { compareOutput, type Difference } from '../generators/output/compare.ts';
import { generate, understand } from '../pipeline.ts';
import { cacheFolder, codeOf, isSound, print, report } from './common.ts';

export interface CheckOptions {
  readonly model: string;
  readonly output: string;
  readonly json: boolean;
  readonly strict: boolean;
}

const words = { missing: 'is missing', differs: 'differs', unexpected: 'is there and should not be' } as const;

/** Rendering removes only what it once wrote. */
const wayOut = (differences: readonly Difference[]): string => {
  const foreign = differences.filter(({ problem }) => problem === 'unexpected').length;
  const move = foreign === 0 ? '' : 'Move what should not be there.';
  return foreign === differences.length ? move : `Render again, or change the model. ${move}`.trimEnd();
};

export async function check(options: CheckOptions): Promise<number> {
  const understood = understand(options.model);
  if (!isSound(understood)) {
    report(understood.source, understood.findings, options.json);
    return 1;
  }
  // Nothing is taken from the folder that is being checked, its manifest included.
  const files = await generate(understood, { cache: cacheFolder() });
  const differences = await compareOutput(options.output, files, understood.plan.architecture.name);
  if (options.json)
    print(JSON.stringify({ findings: located(understood.source, understood.findings), differences }, null, 2));
  else {
    report(understood.source, understood.findings, false);
    for (const { path, problem, detail } of differences)
      print(`${options.output}/${path} ${words[problem]}${detail === undefined ? '' : `: ${detail}`}`);
    print(
      differences.length === 0
        ? `${files.length} files are what the model gives.`
        : `${differences.length} ${differences.length === 1 ? 'file is' : 'files are'} not what the model gives. ${wayOut(differences)}`,
    );
  }
  return differences.length > 0 ? 1 : codeOf(understood.findings, options.strict);
}
