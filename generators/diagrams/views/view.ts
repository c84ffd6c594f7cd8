// A view asks one question of the plan and answers with one or more drawings.
import type { Catalogue } from '../../../compiler/moves.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { Drawing } from '../drawing.ts';

export interface View {
  readonly id: string;
  /** The question it answers, printed over its pictures. */
  readonly question: string;
  draw(plan: Plan, catalogue: Catalogue): readonly Drawing[];
}
