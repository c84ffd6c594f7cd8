// The three questions of a review, each answered from the Plan in a paragraph: why it scales, how peaks are absorbed, how
// latency stays small. Every sentence is left out where the model gives it nothing to say.
import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Situation } from '../../../compiler/plan/plan.ts';
import { capital } from '../../../compiler/wording.ts';
import type { Artefacts } from '../../artefacts.ts';
import { durationText, perSecondText, shareText, usdText } from '../figure-text.ts';
import { bullets, type Cell, code, joined, type Markdown, md, say } from '../markdown.ts';
import { clause, counted, listed, someOf, timesText } from '../words.ts';
import { type Breaking, breaking, coldest, ramps } from './breaking.ts';
import { durationsOf } from './constraints.ts';
import { entryOf, peakAt } from './entry.ts';
import { whatIfs } from './growth.ts';
import { limitRows, shareInYear } from './limits.ts';
import { arriving, eventsPerSecond } from './load.ts';
import { nameOf, placeOf } from './objectives.ts';
import { peaks, situationText } from './peaks.ts';

export const whyItScales = (artefacts: Artefacts): Markdown =>
  joined([
    ...loadSentences(artefacts),
    ...roomSentence(artefacts),
    ...keySentence(artefacts),
    ...selfSentence(artefacts),
    ...whatIfSentences(artefacts),
  ]);

function loadSentences(artefacts: Artefacts): readonly Markdown[] {
  const { plan } = artefacts;
  const entry = entryOf(artefacts);
  if (entry === undefined) return [say`Nothing arrives from outside in this model.`];
  const { years, growth } = plan.architecture.workload;
  const id = entry.component.id;
  const today = peakAt(plan, id, 0);
  const last = years > 0 ? peakAt(plan, id, years) : undefined;
  const average = entry.inflow.requestsPerSecond.value;
  const higher = today !== undefined && today.requestsPerSecond > average;
  const first = higher
    ? say`${entry.component.label} takes ${bold(perSecondText(average))} on average and ${bold(perSecondText(today.requestsPerSecond))} in the highest planned peak (${today.text}).`
    : say`${entry.component.label} takes ${bold(perSecondText(average))}; the model plans no higher peak.`;
  if (last === undefined || today === undefined || growth.value === 0) return [first];
  return [
    first,
    say`Growing by ${shareText(growth.value)} a year, ${higher ? 'that peak' : 'that'} is ${bold(perSecondText(last.requestsPerSecond))} in year ${String(years)}.`,
  ];
}

const bold = (text: string): Markdown => md(`**${text}**`);

/** The fullest of AWS's own limits that follows the load, at the end of the horizon. */
function roomSentence({ plan }: Artefacts): readonly Markdown[] {
  const { years } = plan.architecture.workload;
  const rows = limitRows(plan).filter(({ fixed, peak }) => !fixed && peak.ours !== true);
  const [fullest] = rows;
  if (fullest === undefined) return [];
  const passed = rows.filter(({ peak }) => peak.share.value > 1);
  const name = say`${nameOf(plan, fullest.peak.component)}: ${fullest.peak.label}`;
  const when = years > 0 ? `, growth over ${counted(years, 'year')} included` : '';
  const most = shareInYear(plan, fullest, fullest.peak.situation.year).text;
  if (passed.length > 0)
    return [
      say`That is more than ${counted(passed.length, 'limit')} of AWS ${passed.length === 1 ? 'allows' : 'allow'}${when}: ${someOf(
        passed.map(
          ({ peak }) =>
            say`${nameOf(plan, peak.component)}, ${peak.label} (${timesText(peak.share.value)}, ${peak.scenario})`,
        ),
        3,
      )}.`,
    ];
  return [
    say`Of the ${String(rows.length)} AWS limits that follow the load, the fullest is then ${bold(shareText(fullest.peak.share.value))} used${when} (${name}, ${most}).`,
  ];
}

function keySentence({ plan }: Artefacts): readonly Markdown[] {
  const keyed = new Map<string, string[]>();
  for (const { key, label } of arriving(plan))
    if (key !== undefined) keyed.set(key, [...(keyed.get(key) ?? []), label]);
  if (keyed.size === 0) return [];
  return [
    say`Load spreads by key: ${listed([...keyed].map(([key, labels]) => say`${listed(labels)} by ${md(code(key))}`))}; more of it means more lanes side by side, not a longer queue in one.`,
  ];
}

function selfSentence({ plan, catalogue }: Artefacts): readonly Markdown[] {
  const loaded = [...averageOf(plan).components.values()].flatMap(({ component, inflow }) => {
    const service = serviceOf(component.id, plan.architecture, catalogue);
    return service === undefined || service.outside || inflow.recordsPerSecond.value === 0 ? [] : [service];
  });
  const able = loaded.filter(({ scales }) => scales !== undefined);
  if (loaded.length === 0 || able.length === 0) return [];
  return [
    able.length === loaded.length
      ? say`All ${counted(loaded.length, 'component')} that carry load are managed services; how each takes more stands [below](#how-each-service-scales).`
      : say`${capital(counted(able.length, 'component'))} of the ${counted(loaded.length, 'that carries', 'that carry')} load take more as said [below](#how-each-service-scales).`,
  ];
}

function whatIfSentences({ plan }: Artefacts): readonly Markdown[] {
  const average = averageOf(plan);
  return whatIfs(plan).map((situation) => {
    const there = plan.at(situation);
    const passed = peaks(plan, [situation]).filter(({ share }) => share.value > 1);
    const load = eventsPerSecond(plan, situation) / eventsPerSecond(plan, average.situation);
    const sustained = plan.architecture.workload.scenarios.get(situation.scenario)?.hold === undefined;
    const cost =
      sustained && average.monthlyUsd.value > 0
        ? say` and costs ${timesText(there.monthlyUsd.value / average.monthlyUsd.value)} as much (${usdText(there.monthlyUsd.value)} USD a month)`
        : md('');
    const limits =
      passed.length === 0
        ? md('passes no limit')
        : say`passes ${counted(passed.length, 'limit')}: ${someOf(
            passed.map((use) => say`${nameOf(plan, use.component)}: ${use.label}`),
            2,
          )}`;
    return say`At “${situationText(plan, situation)}”, ${timesText(load)} today’s average, the design ${limits}${cost}.`;
  });
}

export const howPeaksAreAbsorbed = (artefacts: Artefacts): Markdown =>
  joined([...rampSentences(artefacts), ...bufferSentence(artefacts), ...firstSentences(artefacts)]);

function rampSentences(artefacts: Artefacts): readonly Markdown[] {
  const { plan } = artefacts;
  const situations = ramps(plan);
  const average = averageOf(plan).situation;
  const entry = entryOf(artefacts)?.component.id;
  const load = (situation: Situation): number =>
    (entry === undefined ? undefined : plan.at(situation).components.get(entry)?.inflow.requestsPerSecond.value) ?? 0;
  if (situations.length === 0) return [say`The model names no peak that builds up within a given time.`];
  return situations.map((situation) => {
    const scenario = plan.architecture.workload.scenarios.get(situation.scenario);
    const use = coldest(plan, situation);
    const what = say`${scenario?.label ?? situation.scenario} takes the load to ${bold(timesText(load(situation) / load(average)))} the average within ${durationText(scenario?.ramp?.value ?? 0)}${
      scenario?.hold ? md(` and lasts ${durationText(scenario.hold.value)}`) : ''
    }`;
    if (use === undefined) return say`${what}.`;
    const place = say`${nameOf(plan, use.component)}: ${use.label}`;
    return use.share.value <= 1
      ? say`${what}: it is met by what is there at once, before anything has scaled, of which it fills ${bold(shareText(use.share.value))} at most (${place}).`
      : say`${what}: **that is more than a resource takes that has not scaled yet** (${place}, ${timesText(use.share.value)}). ${use.above}`;
  });
}

/** Streams and queues that stand between those who send and those who process. */
function bufferSentence({ plan, catalogue }: Artefacts): readonly Markdown[] {
  const buffers = [...averageOf(plan).components.values()].flatMap(({ component, inflow }) => {
    const service = serviceOf(component.id, plan.architecture, catalogue);
    const holds = service?.offers.some((offer) => offer === 'stream' || offer === 'queue') === true;
    const [kept] = durationsOf(component.settings);
    return holds && kept !== undefined && inflow.recordsPerSecond.value > 0 ? [say`${component.label} (${kept})`] : [];
  });
  if (buffers.length === 0) return [];
  return [
    say`Whoever processes more slowly than events arrive falls behind and loses none for as long as they are kept, in ${listed(buffers)}.`,
  ];
}

/** The first limit to bind of each kind: the model's own, AWS's, and what holds only until a resource has scaled. */
function firstSentences({ plan }: Artefacts): readonly Markdown[] {
  const all = breaking(plan);
  const [first] = all;
  if (first === undefined) return [];
  const told = ({ use, multiple }: Breaking): Markdown =>
    say`“${use.label}” of ${nameOf(plan, use.component)}, at ${bold(timesText(multiple))} today’s highest peak`;
  const start =
    first.multiple < 1
      ? say`**Already today a planned peak passes a limit**: ${told(first)}. ${first.use.above}`
      : say`The first limit to bind is ${whose(first)}: ${told(first)}. ${first.use.above}`;
  const others = [
    all.find(({ use }) => !use.ours && !use.cold),
    all.find(({ use }) => use.cold),
    all.find(({ use }) => use.ours),
  ].flatMap((each) => (each === undefined || each === first ? [] : [each]));
  return [
    start,
    ...others
      .sort((a, b) => a.multiple - b.multiple)
      .map(
        (each) =>
          say`The first ${each.use.cold ? 'that holds only until a resource has scaled' : each.use.ours ? 'that the model sets' : 'of AWS’s lasting ones'} is ${told(each)}.`,
      ),
  ];
}

const whose = ({ use }: Breaking): string =>
  use.ours ? 'one that the model sets' : use.cold ? 'one that holds until a resource has scaled' : 'AWS’s';

export function howLatencyStaysSmall({ plan }: Artefacts): Markdown {
  const { objectives } = plan.architecture;
  const sentences = [...objectives.values()].flatMap((objective): readonly Cell[] => {
    const result = plan.objectives.get(objective.id);
    const path = result?.latency;
    if (objective.kind !== 'latency') return [];
    if (result === undefined || path === undefined)
      return [say`“${clause(objective.statement)}”: **no way leads there**, so nothing can be promised.`];
    const slowest = [...path.hops].sort((a, b) => b.p99.value - a.p99.value)[0];
    const share = slowest && path.p99.value > 0 ? slowest.p99.value / path.p99.value : 0;
    const verdict = result.kept
      ? `a margin of ${timesText(result.promised.value / result.computed.value)}`
      : `**more than the ${durationText(result.promised.value)} promised**`;
    const most = slowest
      ? say`. ${share > 0.5 ? 'Most of it' : 'The largest part'} (${shareText(share)}) is “${slowest.label}” (${placeOf(plan, slowest.at)})`
      : md('');
    return [
      say`“${clause(objective.statement)}”: ${bold(durationText(path.p99.value))} at the 99th percentile (median ${durationText(path.p50.value)}) over ${counted(path.hops.length, 'hop')}, ${md(verdict)}${most}.`,
    ];
  });
  if (sentences.length === 0) return say`The model promises no latency, so none is computed.`;
  const note =
    'The 99th percentiles of the hops are added up. That overstates the whole, because an event is rarely slow everywhere.';
  return md(`${bullets(sentences).markdown}\n\n${note}`);
}
