// Use of one AWS limit, from what is used and what is allowed.
import { definition, type Figure, formula } from '../../compiler/figures.ts';
import type { LimitUse } from '../../compiler/plan/plan.ts';

interface Limit {
  readonly id: string;
  readonly label: string;
  readonly used: Figure;
  readonly limit: Figure;
  /** What happens above it. */
  readonly above: string;
  /** Set by the model, not by AWS. */
  readonly ours?: boolean;
  /** Holds only until a fresh resource has scaled. */
  readonly cold?: boolean;
}

/** `used` and `limit` in the same base unit. */
export const limitUse = ({ limit, ...rest }: Limit): LimitUse => {
  // A bare count of the model is counted in what is used.
  const allowed = limit.unit === '' && rest.used.unit !== '' ? formula(rest.used.unit, 'limit', { limit }) : limit;
  return { ...rest, limit: allowed, share: formula('', 'used / limit', { used: rest.used, limit: allowed }) };
};

/** The largest of some figures of one unit. Nothing is zero. */
export function largest(unit: string, figures: readonly Figure[]): Figure {
  const [first, ...rest] = figures;
  if (first === undefined) return definition(0, unit, 'nothing');
  if (rest.length === 0) return first;
  const inputs = Object.fromEntries(figures.map((figure, index) => [`a${index + 1}`, figure]));
  return formula(unit, `max(${Object.keys(inputs).join(', ')})`, inputs);
}
