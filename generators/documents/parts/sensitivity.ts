// Assumptions to what each bound of their range changes, by computing the targets again.
import type { Assumption } from '../../../compiler/architecture.ts';
import type { Artefacts } from '../../artefacts.ts';
import { recomputer } from './recompute.ts';
import { type Target, targetsOf } from './targets.ts';

/** A target with the assumption at both ends of its range. */
export interface Move {
  readonly target: Target;
  readonly base: number;
  readonly low: number;
  readonly high: number;
}

/** A limit or an objective that a bound breaks though it holds today; the worst of each kind and component. */
export interface Break {
  readonly bound: 'low' | 'high';
  readonly target: Target;
  readonly value: number;
}

export interface Sensitivity {
  readonly assumption: Assumption;
  /** What moves noticeably. */
  readonly moves: readonly Move[];
  readonly breaks: readonly Break[];
  /** How much it matters: spread of cost and of the limits, and a step for what breaks. Only for ranking. */
  readonly weight: number;
}

/** A change that a reader would notice in a rounded figure. */
const noticeable = 0.03;

export function sensitivities(artefacts: Artefacts): readonly Sensitivity[] {
  const { plan } = artefacts;
  const targets = targetsOf(artefacts);
  const again = recomputer(targets.map(({ figure }) => figure));
  return [...plan.architecture.assumptions.values()].map((assumption): Sensitivity => {
    const { low, high, id } = assumption;
    const resting = again.restingOn(id);
    if (low === undefined || high === undefined || resting.length === 0)
      return { assumption, moves: [], breaks: [], weight: 0 };
    const below = again.at(id, low.value);
    const above = again.at(id, high.value);
    const all = resting.flatMap((at): readonly Move[] => {
      const target = targets[at];
      if (target === undefined) return [];
      const base = target.figure.value;
      return [{ target, base, low: below[at] ?? base, high: above[at] ?? base }];
    });
    const breaks = breaksOf(artefacts, all);
    return { assumption, moves: all.filter(isNoticeable), breaks, weight: weightOf(all, breaks) };
  });
}

const isNoticeable = ({ base, low, high }: Move): boolean =>
  [low, high].some((value) => Math.abs(value - base) > noticeable * Math.max(Math.abs(base), 1e-12));

function breaksOf({ plan }: Artefacts, moves: readonly Move[]): readonly Break[] {
  const broken = ({ target }: Move, value: number): boolean => {
    if (target.kind === 'limit') return value > 1;
    if (target.kind !== 'objective') return false;
    const objective = plan.objectives.get(target.id);
    const kind = plan.architecture.objectives.get(target.id)?.kind;
    if (objective === undefined) return false;
    const least = kind === 'availability' || kind === 'durability';
    return least ? value < objective.promised.value - 1e-9 : value > objective.promised.value;
  };
  const worst = new Map<string, Break>();
  for (const move of moves) {
    if (broken(move, move.base)) continue;
    for (const bound of ['low', 'high'] as const) {
      const value = move[bound];
      if (!broken(move, value)) continue;
      const key = `${bound} ${keyOf(move.target)}`;
      const known = worst.get(key);
      if (known === undefined || value > known.value) worst.set(key, { bound, target: move.target, value });
    }
  }
  return [...worst.values()];
}

/** The same limit in several scenarios is one limit. */
export const keyOf = (target: Target): string => {
  if (target.kind === 'limit') return `${target.component}\n${target.label}`;
  return target.kind === 'objective' || target.kind === 'median' ? target.id : target.kind;
};

function weightOf(moves: readonly Move[], breaks: readonly Break[]): number {
  const spread = (of: (target: Target) => boolean): number =>
    Math.max(0, ...moves.filter(({ target }) => of(target)).map(({ base, low, high }) => logSpread(base, low, high)));
  const cost = spread(({ kind }) => kind === 'cost' || kind === 'laterCost');
  const limits = spread(({ kind, figure }) => kind === 'limit' && figure.value >= 0.1);
  return cost + limits / 2 + breaks.length / 4;
}

function logSpread(base: number, low: number, high: number): number {
  const least = Math.max(1e-9, Math.min(base, low, high));
  return Math.log(Math.max(base, low, high, least) / least);
}
