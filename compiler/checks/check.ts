// What a check is handed, and when it may run.
import type { Architecture } from '../architecture.ts';
import type { CodeId } from '../codes.ts';
import type { Finding, Path } from '../findings.ts';
import type { Catalogue } from '../moves.ts';
import type { Plan } from '../plan/plan.ts';
import type { Source } from '../source/source.ts';

export interface CheckContext {
  readonly source: Source;
  readonly catalogue: Catalogue;
  /** As far as it could be linked; sound in what `needs` asks for. */
  readonly draft: Architecture;
  /** Assumptions that something names. */
  readonly used: ReadonlySet<string>;
  /** Components with a quantity that could not be computed. */
  readonly unsure: ReadonlySet<string>;
  /** Place of a connection in the model. */
  pathOf(connection: string): Path;
}

/** One rule over the model. Its severity, title and reason stand in codes.ts under the same code. */
export interface Check {
  readonly code: CodeId;
  /**
   * `words`: runs in any case. `structure`: components and connections are all there, and refer to what exists.
   * `flow`: connections also say what they carry, so that events can be followed.
   */
  readonly needs: 'words' | 'structure' | 'flow';
  readonly run: (context: CheckContext) => readonly Finding[];
}

export interface PlanCheckContext {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
}

/** One rule over the Plan of a sound model. */
export interface PlanCheck {
  readonly code: CodeId;
  readonly run: (context: PlanCheckContext) => readonly Finding[];
}
