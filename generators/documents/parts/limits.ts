// Use of limits over scenarios and years: what is used today, at the peak, and which quotas to raise before they bind.
import { type Fact, type Figure, factsOf } from '../../../compiler/figures.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { LimitUse, Plan } from '../../../compiler/plan/plan.ts';
import { figureText, shareText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';
import { nameOf } from './objectives.ts';
import { type PeakUse, peaks, plannedSituations, situationText } from './peaks.ts';

export interface LimitRow {
  readonly peak: PeakUse;
  /** On average, today. */
  readonly today: LimitUse | undefined;
  /** The published limits behind it. */
  readonly facts: readonly Fact[];
  /** AWS raises it on request. */
  readonly adjustable: boolean;
  /** Follows from the design alone, whatever the load. */
  readonly fixed: boolean;
}

const rows = new WeakMap<Plan, readonly LimitRow[]>();

/** All limits, the fullest first. */
export function limitRows(plan: Plan): readonly LimitRow[] {
  const known = rows.get(plan);
  if (known !== undefined) return known;
  const average = averageOf(plan);
  const made = peaks(plan).map((peak): LimitRow => {
    const facts = [...factsOf(peak.limit)].filter(({ kind }) => kind === 'limit' || kind === 'capacity');
    const today = average.components.get(peak.component)?.limits.find(({ id }) => id === peak.id);
    return {
      peak,
      today,
      facts,
      adjustable: peak.ours !== true && peak.cold !== true && facts.some(({ adjustable }) => adjustable === true),
      fixed: today !== undefined && Math.abs(today.share.value - peak.share.value) <= 1e-9 * peak.share.value,
    };
  });
  rows.set(plan, made);
  return made;
}

/** Who may change it: AWS on request, we in the model, nobody. */
const changed = ({ peak, adjustable }: LimitRow): string =>
  peak.ours ? 'in the model' : adjustable ? 'on request' : peak.cold ? 'grows by itself' : 'cannot be changed';

const todayText = ({ today }: LimitRow): string => (today === undefined ? '' : shareText(today.share.value));
const whenText = ({ fixed, peak }: LimitRow): string => (fixed ? 'always' : peak.scenario);

export function limitsInUse(plan: Plan, least: number): Markdown {
  return table(
    ['Component', 'Limit', '>Allowed', '>Used today', '>At the peak', 'When', 'To change it'],
    limitRows(plan)
      .filter(({ peak }) => peak.ours !== true && peak.share.value >= least)
      .map((row) => [
        nameOf(plan, row.peak.component),
        row.peak.label,
        figureText(row.peak.limit),
        todayText(row),
        shareText(row.peak.share.value),
        whenText(row),
        changed(row),
      ]),
  );
}

/** Throttles, timeouts and reserves that the model sets to bound cost or harm. */
export function ownLimits(plan: Plan, least: number): Markdown {
  return table(
    ['Component', 'Limit', '>Set to', '>Used today', '>At the peak', 'When', 'Above it'],
    limitRows(plan)
      .filter(({ peak }) => peak.ours === true && peak.share.value >= least)
      .map((row) => [
        nameOf(plan, row.peak.component),
        row.peak.label,
        figureText(row.peak.limit),
        todayText(row),
        shareText(row.peak.share.value),
        whenText(row),
        row.peak.above,
      ]),
  );
}

/** Every limit with its source. */
export function allLimits(plan: Plan): Markdown {
  return table(
    ['Component', 'Limit', '>Allowed', '>Today', '>Peak', 'When', 'To change it', 'Source'],
    limitRows(plan).map((row) => [
      nameOf(plan, row.peak.component),
      row.peak.label,
      figureText(row.peak.limit),
      row.today === undefined ? '' : `${figureText(row.today.used)} (${todayText(row)})`,
      `${figureText(row.peak.used)} (${shareText(row.peak.share.value)})`,
      whenText(row),
      changed(row),
      sourceText(row),
    ]),
  );
}

function sourceText({ peak, facts }: LimitRow): string {
  if (!peak.ours && facts.length > 0)
    return [...new Set(facts.map(({ source, asOf }) => `${source}, as of ${asOf}`))].join('; ');
  return settingText(peak.limit) ?? 'set in the model';
}

function settingText({ origin }: Figure): string | undefined {
  if (origin.kind === 'setting') return `${origin.path} in the model`;
  return origin.kind === 'assumption' ? `assumption ${origin.id}` : undefined;
}

export interface Raise {
  readonly row: LimitRow;
  /** First planned year in which it passes half of the limit, and in which it passes all of it. */
  readonly half: number;
  readonly full: number | undefined;
}

/** Adjustable limits that are more than half used within the horizon. */
export function quotasToRaise(plan: Plan): readonly Raise[] {
  return limitRows(plan).flatMap((row): readonly Raise[] => {
    const half = firstYear(plan, row, 0.5);
    return !row.adjustable || half === undefined ? [] : [{ row, half, full: firstYear(plan, row, 1) }];
  });
}

function firstYear(plan: Plan, { peak }: LimitRow, least: number): number | undefined {
  return plannedSituations(plan)
    .filter((situation) =>
      plan
        .at(situation)
        .components.get(peak.component)
        ?.limits.some((use) => use.id === peak.id && use.share.value > least),
    )
    .map(({ year }) => year)
    .sort((a, b) => a - b)[0];
}

/** Highest use of a limit in one year, over planned scenarios. */
export function shareInYear(plan: Plan, { peak }: LimitRow, year: number): { share: number; text: string } {
  return plannedSituations(plan)
    .filter((situation) => situation.year === year)
    .map((situation) => ({
      share:
        plan
          .at(situation)
          .components.get(peak.component)
          ?.limits.find((use) => use.id === peak.id)?.share.value ?? 0,
      text: situationText(plan, { ...situation, year: 0 }),
    }))
    .reduce((most, each) => (each.share > most.share ? each : most), { share: 0, text: '' });
}

export function raiseTable(plan: Plan): Markdown {
  const { years } = plan.architecture.workload;
  return table(
    ['Quota', 'Component', '>Quota', ...Array.from({ length: years + 1 }, (_, year) => `>Year ${year}`), 'Raise it'],
    quotasToRaise(plan).map(({ row, half, full }) => [
      row.peak.label,
      nameOf(plan, row.peak.component),
      figureText(row.peak.limit),
      ...Array.from({ length: years + 1 }, (_, year) => shareText(shareInYear(plan, row, year).share)),
      full !== undefined
        ? full === 0
          ? 'now: the planned peak passes it'
          : `before year ${full}, when the planned peak passes it`
        : half === 0
          ? 'soon: more than half is used at today’s peak'
          : `by year ${half}, when more than half is used`,
    ]),
  );
}
