// What a bound of an assumption changes, to a few words.
import type { Assumption, Objective } from '../../../compiler/architecture.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { figureText, shareText, usdText } from '../figure-text.ts';
import { code, joined, type Markdown, md, say } from '../markdown.ts';
import { clause, listed, timesText } from '../words.ts';
import { objectiveValue } from './objectives.ts';
import { type Break, keyOf, type Move, type Sensitivity } from './sensitivity.ts';

/** Both bounds as the author wrote them, each with its unit: "10 .. 30 ms" gives "10 ms" and "30 ms". */
export function boundTexts({ low, high }: Assumption): { readonly low: string; readonly high: string } | undefined {
  if (low === undefined || high === undefined) return undefined;
  const written = high.origin.kind === 'setting' ? high.origin.text.split('..').map((side) => side.trim()) : [];
  const [first, second] = written;
  if (written.length !== 2 || first === undefined || second === undefined)
    return { low: figureText(low), high: figureText(high) };
  const unit = /^[-+\d.,_e]+$/i.test(first) ? (/^[-+\d.,_]+(?:e[-+]?\d+)?\s*(\S.*)$/i.exec(second)?.[1] ?? '') : '';
  return { low: spelled(unit === '' ? first : `${first} ${unit}`), high: spelled(second) };
}

/** A range for a table: "10 … 30 ms". */
export function rangeText(assumption: Assumption): string {
  const { high } = assumption;
  const bounds = boundTexts(assumption);
  if (bounds === undefined) return '';
  return high?.origin.kind === 'setting'
    ? spelled(high.origin.text.replace(/\s*\.\.\s*/, ' … '))
    : `${bounds.low} … ${bounds.high}`;
}

/** Digits of an author grouped, powers of ten written out: "20e6 passengers / year" reads "20,000,000 passengers / year". */
const spelled = (text: string): string =>
  text.replace(/\d+(?:\.\d+)?e\d+|\d{5,}/gi, (number) => String(Number(number)).replace(/\B(?=(?:\d{3})+$)/g, ','));

/** One line: what moves between the bounds, then what breaks at which. */
export function effectText(plan: Plan, sensitivity: Sensitivity): Markdown {
  const { assumption, moves, breaks } = sensitivity;
  if (assumption.low === undefined) return md('');
  const parts = [...movesText(plan, moves, breaks), ...breaksText(plan, assumption, breaks)];
  return parts.length === 0 ? md('nothing that shows in cost, load, limits or objectives') : joined(parts, '; ');
}

function movesText(plan: Plan, moves: readonly Move[], breaks: readonly Break[]): readonly Markdown[] {
  const of = (kind: Move['target']['kind']): readonly Move[] => moves.filter(({ target }) => target.kind === kind);
  const cost = of('cost').length > 0 ? of('cost') : of('laterCost');
  const broken = new Set(breaks.map(({ target }) => keyOf(target)));
  return [
    ...cost.map(({ target, base, low, high }) =>
      md(
        `${target.kind === 'laterCost' ? `cost in year ${target.year}` : 'cost'} ${usdText(low)} … ${usdText(high)} USD a month (now ${usdText(base)})`,
      ),
    ),
    ...of('requests').map(({ base, low, high }) =>
      md(`requests at the peak ${span(low, high, base, numberText)} a second`),
    ),
    ...of('objective').flatMap(({ target, base, low, high }) => {
      const objective = target.kind === 'objective' ? plan.architecture.objectives.get(target.id) : undefined;
      // What an objective on cost counts has just been said.
      if (objective === undefined || objective.kind === 'cost') return [];
      return [say`${md(code(objective.id))} ${span(low, high, base, (value) => objectiveText(objective, value))}`];
    }),
    ...tightest(of('limit').filter(({ target }) => !broken.has(keyOf(target)))),
  ];
}

const span = (low: number, high: number, base: number, text: (value: number) => string): string =>
  `${text(low)} … ${text(high)} (now ${text(base)})`;

const numberText = (value: number): string => figureText({ value, unit: '', origin: { kind: 'definition', text: '' } });

const objectiveText = (objective: Objective, value: number): string =>
  objectiveValue(objective, { value, unit: '', origin: { kind: 'definition', text: '' } });

/** The limit that comes nearest, if a bound brings it near at all. */
function tightest(moves: readonly Move[]): readonly Markdown[] {
  const highest = (move: Move): number => Math.max(move.low, move.high);
  const near = moves.filter((move) => highest(move) >= 0.2).sort((a, b) => highest(b) - highest(a))[0];
  if (near?.target.kind !== 'limit') return [];
  const { low, high, base, target } = near;
  return [say`${target.component}, “${target.label}” ${span(low, high, base, shareText)}`];
}

/** At each bound its broken objectives, then the limits that are passed, the furthest first. */
function breaksText(plan: Plan, assumption: Assumption, breaks: readonly Break[]): readonly Markdown[] {
  const bounds = boundTexts(assumption);
  if (bounds === undefined) return [];
  return (['low', 'high'] as const).flatMap((bound) => {
    const here = breaks.filter((each) => each.bound === bound);
    const objectives = here.flatMap(({ target, value }) => {
      const objective = target.kind === 'objective' ? plan.architecture.objectives.get(target.id) : undefined;
      return objective ? [say`**breaks** “${clause(objective.statement)}” (${objectiveText(objective, value)})`] : [];
    });
    const limits = here
      .filter(({ target }) => target.kind === 'limit')
      .sort((a, b) => b.value - a.value)
      .flatMap(({ target, value }) =>
        target.kind === 'limit' ? [say`${target.component}, “${target.label}” (${timesText(value)})`] : [],
      );
    const shown = limits.slice(0, 3);
    const more = limits.length - shown.length;
    const passed = shown.length === 0 ? [] : [say`**passes** ${listed(more > 0 ? [...shown, `${more} more`] : shown)}`];
    const all = [...objectives, ...passed];
    return all.length === 0 ? [] : [say`at ${bounds[bound]} it ${listed(all)}`];
  });
}
