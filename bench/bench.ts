// Times of the stages and of whole commands as cold processes, each the median of five.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../compiler/compile.ts';
import { planOf } from '../compiler/plan/index.ts';
import { catalogue, generate, understand } from '../pipeline.ts';

const runs = 5;
const model = 'model/flyhigh/architecture.yaml';
const scratch = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function time(label: string, work: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const sorted = [...times].sort((a, b) => a - b);
  console.log(
    `${label.padEnd(58)} ${Math.round(median(times))} ms  (${Math.round(sorted[0] ?? 0)} to ${Math.round(sorted.at(-1) ?? 0)})`,
  );
}

let cache = join(scratch, 'cache');
const cli = (...args: readonly string[]): void => {
  const env = { ...process.env, PLUMBLINE_CACHE: cache };
  execFileSync(process.execPath, ['run.js', ...args], { stdio: 'ignore', env });
};
const output = (name: string): string => join(scratch, name);

try {
  console.log(`Median of ${runs}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  await time('compile: source to architecture (warm)', () => compile(model, catalogue));
  const { architecture } = compile(model, catalogue);
  if (architecture === undefined) throw new Error('the model has errors; validate it first');
  await time('plan: every situation (warm)', () => {
    const plan = planOf(architecture, catalogue);
    for (const situation of plan.situations) plan.at(situation);
  });
  const understood = understand(model);
  const { plan } = understood;
  if (plan === undefined) throw new Error('no plan');
  for (const part of [
    'diagrams/overview.svg',
    'diagrams/',
    'scalability.md',
    'assumptions.md',
    'architecture.md',
    'templates/',
    'contracts/',
    'as-built.png',
  ]) {
    await time(`generate ${part} alone (warm)`, () =>
      generate({ ...understood, plan }, { cache: output('cache'), only: [part] }),
    );
  }
  console.log('');
  await time('validate, cold process', () => cli('validate', '-m', model));
  await time('render --only diagrams/overview.svg, cold process', () =>
    cli('render', '-m', model, '-o', output('one'), '--only', 'diagrams/overview.svg'),
  );
  cli('render', '-m', model, '-o', output('all'));
  await time('render, cold process, nothing changed', () => cli('render', '-m', model, '-o', output('all')));
  await time('render, cold process, a fresh clone: output is there, nothing is kept', () => {
    cache = mkdtempSync(output('fresh-'));
    cli('render', '-m', model, '-o', output('all'));
  });
  cache = output('cache');
  await time('render --force, cold process', () => cli('render', '--force', '-m', model, '-o', output('all')));
  await time('check, cold process', () => cli('check', '-m', model, '-o', output('all')));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
