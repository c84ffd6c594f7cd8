// `local`: the model's stage on a local AWS; its rehearsal's traffic through the front door, a live view, and a verdict.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Plan } from '../compiler/plan/index.ts';
import { printable } from '../compiler/terminal.ts';
import { NoLocalAws } from '../local/aws/python.ts';
import { evidenceFile, evidenceOf, writeEvidence } from '../local/evidence.ts';
import type { Rehearsal, Row, Run, Verdict } from '../local/rehearsal.ts';
import { bringUp, type Up } from '../local/up.ts';
import { assemblyOf, understand } from '../pipeline.ts';
import { CouldNotRun, cacheFolder, complain, isSound, print, report } from './common.ts';

export interface LocalOptions {
  readonly model: string;
  readonly stage: string;
  readonly scenario?: string;
  readonly seed: number;
  /** Requests a second. */
  readonly rate?: number;
  readonly keep: boolean;
  readonly evidence: boolean;
  readonly json: boolean;
}

export async function local(options: LocalOptions): Promise<number> {
  const understood = understand(options.model);
  if (!isSound(understood)) {
    report(understood.source, understood.findings, options.json);
    return 1;
  }
  const { plan } = understood;
  if (!plan.architecture.stages.has(options.stage)) {
    throw new CouldNotRun(
      `there is no stage "${options.stage}"; the model has ${[...plan.architecture.stages.keys()].join(', ')}`,
    );
  }
  const rehearsal = await rehearsalOf(plan);
  const scenario = scenarioOf(rehearsal, options.scenario);
  const say = options.json ? complain : print;
  const start = performance.now();
  const up = await standing(plan, options, say);
  const leave = untilInterrupted();
  try {
    tellWhatStands(up, start, say);
    if (rehearsal === undefined || scenario === undefined) {
      say('The model brings no rehearsal (rehearsal/index.ts): send your own traffic. Ctrl-C ends it.');
      await leave.interrupted;
      return 0;
    }
    const run = await rehearsal.start(up.world, {
      scenario,
      seed: options.seed,
      ...(options.rate === undefined ? {} : { rate: options.rate }),
    });
    say(`Scenario ${scenario}, seed ${options.seed}`);
    const sentIn = await Promise.race([rehearse(run, up, say, options.json), leave.interrupted]);
    if (sentIn === undefined) return 130;
    const verdict = await run.verdict();
    tell(verdict, options, say);
    if (options.evidence) {
      const { seed, stage } = options;
      await writeEvidence(plan.architecture.folder, evidenceOf({ scenario, seed, stage, stacks: up.stacks, verdict }));
      say(`Written to ${evidenceFile}: the documents show it when they are rendered next.`);
    }
    if (options.keep) {
      say('Still running, as --keep asked. Ctrl-C ends it.');
      await leave.interrupted;
    }
    return verdict.checks.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    leave.forget();
    await up.stop();
  }
}

async function standing(plan: Plan, options: LocalOptions, say: (line: string) => void): Promise<Up> {
  try {
    return await bringUp({
      synthesise: (folder) => assemblyOf(plan, options.stage, { folder, cache: cacheFolder() }),
      stage: options.stage,
      cache: cacheFolder(),
      say,
    });
  } catch (error) {
    if (error instanceof NoLocalAws) throw new CouldNotRun(error.message);
    throw error;
  }
}

/** A model's own, beside it; undefined where it brings none. */
async function rehearsalOf({ architecture: { folder } }: Plan): Promise<Rehearsal | undefined> {
  const file = ['index.ts', 'index.js'].map((name) => join(folder, 'rehearsal', name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const loaded: { readonly rehearsal?: Rehearsal } = await import(pathToFileURL(file).href);
  if (loaded.rehearsal === undefined) throw new CouldNotRun(`${file} exports no "rehearsal"`);
  return loaded.rehearsal;
}

function scenarioOf(rehearsal: Rehearsal | undefined, wanted: string | undefined): string | undefined {
  const known = rehearsal?.scenarios.map(({ id }) => id) ?? [];
  if (wanted !== undefined && !known.includes(wanted)) {
    const list = rehearsal?.scenarios.map(({ id, description }) => `\n  ${id}: ${description}`).join('') ?? '';
    throw new CouldNotRun(`there is no scenario "${wanted}"; the rehearsal has${list || ' none'}`);
  }
  return wanted ?? known[0];
}

function tellWhatStands({ world, aws, stacks }: Up, start: number, say: (line: string) => void): void {
  say(`Left out, because the local AWS cannot serve it:`);
  const counts = new Map<string, { count: number; reason: string }>();
  for (const each of stacks.flatMap(({ without }) => [...without.values()])) {
    const what = each.only === undefined ? each.type : `${each.type} ${each.only}`;
    counts.set(what, { count: (counts.get(what)?.count ?? 0) + 1, reason: each.reason });
  }
  for (const [what, { count, reason }] of counts) say(`  ${count} ${what}: ${reason}`);
  say(`Front door  ${world.frontDoor.url}`);
  say(`Local AWS   ${aws.endpoint}`);
  say(`Standing after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Traffic, with a look at what comes of it every second, until all of it is through. */
async function rehearse(run: Run, up: Up, say: (line: string) => void, quiet: boolean): Promise<number> {
  const start = performance.now();
  let over = false;
  const looking = (async () => {
    const view = liveView(say, quiet);
    for (let round = 1; !over; round += 1) {
      await sleep(1000);
      view(round, await run.look());
    }
    view(0, await run.look());
  })();
  try {
    await run.send();
    await run.settled(() => up.world.streams.idle());
  } finally {
    over = true;
  }
  await looking;
  return performance.now() - start;
}

const everySoOften = 5;

/** On a terminal the rows are drawn over each other; elsewhere one line every few seconds. Round 0 is the last. */
function liveView(say: (line: string) => void, quiet: boolean): (round: number, rows: readonly Row[]) => void {
  const live = process.stdout.isTTY === true && !quiet;
  let drawn = 0;
  return (round, rows) => {
    if (!live) {
      if (round % everySoOften === 0) say(rows.map(({ label, value }) => `${label} ${value}`).join(' · '));
      return;
    }
    if (drawn > 0) process.stdout.write(`\x1b[${drawn}A`);
    const width = Math.max(...rows.map(({ label }) => label.length));
    for (const { label, value } of rows) process.stdout.write(`\x1b[2K${label.padEnd(width)}  ${printable(value)}\n`);
    drawn = rows.length;
  };
}

function tell(verdict: Verdict, options: LocalOptions, say: (line: string) => void): void {
  if (options.json) {
    print(JSON.stringify(verdict, null, 2));
    return;
  }
  say('');
  for (const { label, value } of verdict.sent) say(`sent   ${label}: ${value}`);
  for (const { claim, holds, detail } of verdict.checks) say(`${holds ? 'holds ' : 'BROKEN'} ${claim}: ${detail}`);
  const broken = verdict.checks.filter(({ holds }) => !holds).length;
  say(
    broken === 0
      ? `All ${verdict.checks.length} claims hold.`
      : `${broken} of ${verdict.checks.length} claims are broken.`,
  );
}

/** Ctrl-C ends it in order: everything is stopped and removed first. A second one ends it at once. */
function untilInterrupted(): { readonly interrupted: Promise<undefined>; forget(): void } {
  let onSignal = (): void => {};
  const interrupted = new Promise<undefined>((resolve) => {
    onSignal = () => resolve(undefined);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  return {
    interrupted,
    forget: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
    },
  };
}
