// `local`: the model's stage on a local AWS; its rehearsal's traffic through the front door, a live view, and a verdict.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan } from '../compiler/plan/index.ts';
import { endingInOrder, unlessAborted } from '../ending/interrupts.ts';
import { evidenceFile, evidenceOf, writeEvidence } from '../local/evidence.ts';
import type { Rehearsal, Run, Verdict } from '../local/rehearsal.ts';
import { bringUp, type Up } from '../local/up.ts';
import { assemblyOf, understand } from '../pipeline.ts';
import { CouldNotRun, cacheFolder, complain, isSound, print, report } from './common.ts';
import { keptOpen } from './local/kept-open.ts';
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
  const scenario = scenarioOf(rehearsal, options);
  const start = performance.now();
  say(`Synthesising stage ${options.stage}`);
  const up = await standing(plan, options, say, signal);
  let work: Promise<unknown> = Promise.resolve();
  try {
    tellWhatStands(up, start, say);
    if (rehearsal === undefined || scenario === undefined) {
      say('The model brings no rehearsal (rehearsal/index.ts): send your own traffic.');
      await keptOpen({ up, screen, signal, json: options.json });
      return 0;
    }
    const rehearsed = rehearse({ rehearsal, scenario, up, options, screen, signal });
    work = rehearsed;
    const { run, verdict } = await unlessAborted(rehearsed, signal);
    const { seed, stage } = options;
    tell({ verdict, scenario, seed, stage, seconds: (performance.now() - start) / 1000, up }, options, say);
    if (options.evidence) {
      const before = await writeEvidence(folder, evidenceOf({ scenario, seed, stage, stacks: up.stacks, verdict }));
      const place = before === undefined ? '' : ` in the place of "${before}"`;
      say(`Written to ${evidenceFile}${place}: the documents show it when they are rendered next.`);
    }
    if (options.keep) {
      say('Still running, as --keep asked.');
      await keptOpen({ up, run, screen, signal, json: options.json });
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

interface Outcome {
  readonly run: Run;
  readonly verdict: Verdict;
}

async function rehearse({ rehearsal, scenario, up, options, screen, signal }: Rehearsed): Promise<Outcome> {
  const { json, rate, seed } = options;
  const { world } = up;
  const run = await rehearsal.start(world, { scenario, seed, signal, ...(rate === undefined ? {} : { rate }) });
  signal.throwIfAborted();
  screen.say(`Scenario ${scenario}, seed ${seed}`);
  await sendAndWatch(run, { idle: () => world.streams.idle(), screen, quiet: json });
  signal.throwIfAborted();
  screen.say('All is through; every store is counted.');
  return { run, verdict: await run.verdict() };
}

/** Whether the work comes to its end or not, well or not: no longer than that. */
async function overWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  await Promise.race([work.catch(() => {}), sleep(ms, undefined, { signal: enough.signal }).catch(() => {})]);
  enough.abort();
}

function scenarioOf(rehearsal: Rehearsal | undefined, { scenario: wanted, rate }: LocalOptions): string | undefined {
  const known = rehearsal?.scenarios ?? [];
  const scenario = wanted === undefined ? known[0] : known.find(({ id }) => id === wanted);
  if (scenario === undefined && wanted !== undefined) {
    const list = known.map(({ id, description }) => `\n  ${id}: ${description}`).join('');
    throw new CouldNotRun(`there is no scenario "${wanted}"; the rehearsal has${list || ' none'}`);
  }
  const { id, leastRate = 0 } = scenario ?? {};
  if (rate !== undefined && rate < leastRate) {
    throw new CouldNotRun(
      `at ${rate} a second scenario ${id} would take too long for its verdict to be certain; at least ${leastRate} are needed`,
    );
  }
  return id;
}

function tellWhatStands({ world, aws, stacks }: Up, start: number, say: (line: string) => void): void {
  say(`Left out, because the local AWS cannot serve it:`);
  const counts = new Map<string, { count: number; reason: string }>();
  for (const each of stacks.flatMap(({ without }) => [...without.values()])) {
    const what = each.only === undefined ? each.type : `${each.type} ${each.only}`;
    counts.set(what, { count: (counts.get(what)?.count ?? 0) + 1, reason: each.reason });
  }
  for (const [what, { count, reason }] of counts) say(`  ${count} ${what}: ${reason}`);
  say(`Front door  ${world.frontDoor?.url ?? 'none: the stage has no API'}`);
  say(`Local AWS   ${aws.endpoint}`);
  say(`Standing after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

interface Told {
  readonly verdict: Verdict;
  readonly scenario: string;
  readonly seed: number;
  readonly stage: string;
  readonly seconds: number;
  readonly up: Up;
}

function tell({ verdict, up, ...about }: Told, options: LocalOptions, say: (line: string) => void): void {
  const { sent, checks } = verdict;
  const broken = checks.filter(({ holds }) => !holds).length;
  if (options.json) {
    const ways = { frontDoor: up.world.frontDoor, endpoint: up.aws.endpoint };
    print(JSON.stringify({ ...about, holds: broken === 0, ...verdict, ...(options.keep ? ways : {}) }, null, 2));
    return;
  }
  say('');
  for (const { label, value } of sent) say(`sent   ${label}: ${value}`);
  for (const { claim, holds, detail } of checks) say(`${holds ? 'holds ' : 'BROKEN'} ${claim}: ${detail}`);
  const took = `${Math.round(about.seconds)} s in all`;
  say(
    broken === 0
      ? `All ${checks.length} claims hold; ${took}.`
      : `${broken} of ${checks.length} claims are broken; ${took}.`,
  );
}
