// `local`: the model's stage on a local AWS; its rehearsal's traffic through the front door, a live view, and a verdict.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan } from '../compiler/plan/index.ts';
import { evidenceFile, evidenceOf, writeEvidence } from '../local/evidence.ts';
import type { Rehearsal, Verdict } from '../local/rehearsal.ts';
import { bringUp, type Up } from '../local/up.ts';
import { assemblyOf, understand } from '../pipeline.ts';
import { CouldNotRun, cacheFolder, complain, isSound, print, report } from './common.ts';
import { aborted, endingInOrder, unlessAborted } from './interrupts.ts';
import { sendAndWatch } from './local/live-view.ts';
import { loadRehearsal } from './local/load-rehearsal.ts';
import { type Screen, screenOf } from './local/screen.ts';

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

type Say = (line: string) => void;

/** Ctrl-C, whenever it comes, ends it in order: everything is stopped and removed first. */
export function local(options: LocalOptions): Promise<number> {
  const screen = screenOf(options.json ? complain : print, (text) => process.stdout.write(text));
  return endingInOrder(
    () => screen.say('Ending what runs, and removing it. Ctrl-C again ends it at once.'),
    (signal) => locally(options, screen, signal),
  );
}

async function locally(options: LocalOptions, screen: Screen, signal: AbortSignal): Promise<number> {
  const { say } = screen;
  const understood = understand(options.model);
  if (!isSound(understood)) {
    report(understood.source, understood.findings, options.json);
    return 1;
  }
  const { plan } = understood;
  const { folder, stages } = plan.architecture;
  if (!stages.has(options.stage)) {
    throw new CouldNotRun(`there is no stage "${options.stage}"; the model has ${[...stages.keys()].join(', ')}`);
  }
  const rehearsal = await loadRehearsal(folder);
  const scenario = scenarioOf(rehearsal, options.scenario);
  const start = performance.now();
  const up = await standing(plan, options, say, signal);
  let work: Promise<unknown> = Promise.resolve();
  try {
    tellWhatStands(up, start, say);
    if (rehearsal === undefined || scenario === undefined) {
      say('The model brings no rehearsal (rehearsal/index.ts): send your own traffic. Ctrl-C ends it.');
      await aborted(signal);
      return 0;
    }
    const rehearsed = rehearse({ rehearsal, scenario, up, options, screen, signal });
    work = rehearsed;
    const verdict = await unlessAborted(rehearsed, signal);
    tell(verdict, options, say);
    if (options.evidence) {
      const { seed, stage } = options;
      await writeEvidence(folder, evidenceOf({ scenario, seed, stage, stacks: up.stacks, verdict }));
      say(`Written to ${evidenceFile}: the documents show it when they are rendered next.`);
    }
    if (options.keep) {
      say('Still running, as --keep asked. Ctrl-C ends it.');
      await aborted(signal);
    }
    return verdict.checks.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    // One that was cut short and listens to the signal ends by itself; any other fails when its AWS is gone.
    await overWithin(1_000, work);
    await up.stop();
    await overWithin(5_000, work);
  }
}

const standing = (plan: Plan, { stage }: LocalOptions, say: Say, signal: AbortSignal): Promise<Up> =>
  bringUp({
    synthesise: (folder) => assemblyOf(plan, stage, { folder, cache: cacheFolder(), validate: false }),
    stage,
    cache: cacheFolder(),
    say,
    signal,
  });

interface Rehearsed {
  readonly rehearsal: Rehearsal;
  readonly scenario: string;
  readonly up: Up;
  readonly options: LocalOptions;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

async function rehearse({ rehearsal, scenario, up, options, screen, signal }: Rehearsed): Promise<Verdict> {
  const { json, rate, seed } = options;
  const { world } = up;
  const run = await rehearsal.start(world, { scenario, seed, signal, ...(rate === undefined ? {} : { rate }) });
  signal.throwIfAborted();
  screen.say(`Scenario ${scenario}, seed ${seed}`);
  await sendAndWatch(run, { idle: () => world.streams.idle(), screen, quiet: json });
  signal.throwIfAborted();
  return run.verdict();
}

/** Whether the work comes to its end or not, well or not: no longer than that. */
async function overWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  await Promise.race([work.catch(() => {}), sleep(ms, undefined, { signal: enough.signal }).catch(() => {})]);
  enough.abort();
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
