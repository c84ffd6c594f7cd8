// What a bound of an assumption changes, to a few words.
import type { Assumption, Objective } from '../../../compiler/architecture.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { formatNumber } from '../../../compiler/quantities/index.ts';
import { durationText, figureText, shareText, usdText } from '../figure-text.ts';
import { code, joined, type Markdown, md, say } from '../markdown.ts';
import { clause, listed, someOf, timesText } from '../words.ts';
import { objectiveValue } from './objectives.ts';
import { type Break, keyOf, type Move, type Sensitivity } from './sensitivity.ts';

/** Both bounds as the author wrote them: "10 .. 30 ms" gives "10 ms" and "30 ms"; longer units stand beside the range only. */
export function boundTexts({ low, high }: Assumption): { readonly low: string; readonly high: string } | undefined {
  if (low === undefined || high === undefined) return undefined;
  const sides = high.origin.kind === 'setting' ? high.origin.text.split('..').map((side) => side.trim()) : [];
  const [first, second] = sides.map((side) => /^([-+]?[\d.,_]+(?:e[-+]?\d+)?)\s*([%A-Za-z].*)?$/i.exec(side));
  if (sides.length !== 2 || !first || !second) return { low: figureText(low), high: figureText(high) };
  const bound = (match: RegExpExecArray, unit: string): string =>
    [spelled(match[1] ?? ''), shortUnit(unit)].filter((part) => part !== '').join(' ');
  const unit = second[2] ?? '';
  return { low: bound(first, first[2] ?? unit), high: bound(second, unit) };
}

/** "%" of "% / year", "ms" of "ms / event"; nothing of "customers / year", which the range has said. */
const shortUnit = (unit: string): string => {
  const head = unit.replace(/\s*\/.*$/, '');
  return head.length <= 4 ? head : '';
};

/** A range for a table: "10 … 30 ms". */
export function rangeText(assumption: Assumption): string {
  const { low, high } = assumption;
  if (low === undefined || high === undefined) return '';
  if (high.origin.kind !== 'setting') return `${figureText(low)} … ${figureText(high)}`;
  return high.origin.text.replace(/\s*\.\.\s*/, ' … ').replace(/\d[\d._]*(?:e[-+]?\d+)?/gi, spelled);
}

/** An author's number as people read it: "20e6" gives "20 million". */
const spelled = (number: string): string =>
  formatNumber(Number(number.replaceAll('_', '')), { digits: 15, words: true });

/** One line: what moves between the bounds, then what breaks at which. */
export function effectText(plan: Plan, sensitivity: Sensitivity): Markdown {
  const { assumption, moves, breaks } = sensitivity;
  if (assumption.low === undefined) return md('');
  const parts = [...movesText(plan, moves, breaks), breakText(plan, sensitivity)].filter(
    ({ markdown }) => markdown !== '',
  );
  return parts.length === 0 ? md('nothing noticeable') : joined(parts, '; ');
}

function movesText(plan: Plan, moves: readonly Move[], breaks: readonly Break[]): readonly Markdown[] {
  const of = (kind: Move['target']['kind']): readonly Move[] => moves.filter(({ target }) => target.kind === kind);
  const broken = new Set(breaks.map(({ target }) => keyOf(target)));
  const cost = costMove(moves);
  return [
    ...(cost ? [md(costText(cost))] : []),
    ...of('requests').map((move) => md(`requests at the peak ${span(move, numberText)} a second`)),
    ...of('objective').flatMap((move) => {
      const objective = objectiveOf(plan, move);
      // What an objective on cost counts has just been said.
      if (objective === undefined || objective.kind === 'cost') return [];
      return [say`${md(code(objective.id))} ${span(move, (value) => objectiveText(objective, value))}`];
    }),
    ...of('median').flatMap((move) => {
      const objective = objectiveOf(plan, move);
      return objective ? [say`${md(code(objective.id))} at the median ${span(move, durationText)}`] : [];
    }),
    ...tightest(of('limit').filter(({ target }) => !broken.has(keyOf(target)))),
  ];
}

/** Cost today, or where only that moves, in the last year. */
export const costMove = (moves: readonly Move[]): Move | undefined =>
  moves.find(({ target }) => target.kind === 'cost') ?? moves.find(({ target }) => target.kind === 'laterCost');

export const costText = (move: Move): string =>
  `${move.target.kind === 'laterCost' ? `cost in year ${move.target.year}` : 'cost'} ${span(move, usdText)} USD a month`;

export const span = ({ low, high, base }: Move, text: (value: number) => string): string =>
  `${text(low)} … ${text(high)} (now ${text(base)})`;

export const numberText = (value: number): string => formatNumber(value);

const objectiveOf = (plan: Plan, { target }: Pick<Move, 'target'>): Objective | undefined =>
  target.kind === 'objective' || target.kind === 'median' ? plan.architecture.objectives.get(target.id) : undefined;

const objectiveText = (objective: Objective, value: number): string =>
  objectiveValue(objective, { value, unit: '', origin: { kind: 'definition', text: '' } });

/** The limit that comes nearest, if a bound brings it near at all. */
function tightest(moves: readonly Move[]): readonly Markdown[] {
  const highest = (move: Move): number => Math.max(move.low, move.high);
  const near = moves.filter((move) => highest(move) >= 0.2).sort((a, b) => highest(b) - highest(a))[0];
  if (near?.target.kind !== 'limit') return [];
  return [say`${near.target.component}, “${near.target.label}” ${span(near, shareText)} used`];
}

const objectiveId = (objective: Objective): Markdown => md(code(objective.id));

/** For where the objectives' names have not been introduced. */
export const objectiveStatement = (objective: Objective): Markdown => say`“${clause(objective.statement)}”`;

const passedShown = 2;

/** At each bound its broken objectives, then the limits that are passed, the furthest first. Empty where nothing breaks. */
export function breakText(plan: Plan, { assumption, breaks }: Sensitivity, name = objectiveId): Markdown {
  const bounds = boundTexts(assumption);
  if (bounds === undefined) return md('');
  const parts = (['low', 'high'] as const).flatMap((bound) => {
    const here = breaks.filter((each) => each.bound === bound).sort((a, b) => b.value - a.value);
    const objectives = here.flatMap((each) => {
      const objective = objectiveOf(plan, each);
      return objective ? [say`${name(objective)} (${objectiveText(objective, each.value)})`] : [];
    });
    const limits = here.flatMap(({ target, value }) =>
      target.kind === 'limit' ? [say`${target.component}, “${target.label}” (${timesText(value)})`] : [],
    );
    const all = [
      ...(objectives.length === 0 ? [] : [say`**breaks** ${listed(objectives)}`]),
      ...(limits.length === 0 ? [] : [say`**passes** ${someOf(limits, passedShown)}`]),
    ];
    return all.length === 0 ? [] : [say`at ${bounds[bound]} it ${listed(all)}`];
  });
  return joined(parts, '; ');
}
