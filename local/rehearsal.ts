// What a model brings to be rehearsed locally: its traffic, what to watch, and what must have come of it.
// Lives beside the model, in rehearsal/index.ts, which exports `rehearsal`.
import type { World } from './world.ts';

export interface Rehearsal {
  readonly scenarios: readonly Scenario[];
  /** One run of a scenario: the same seed gives the same traffic. */
  start(world: World, options: RehearsalOptions): Promise<Run>;
}

export interface Scenario {
  readonly id: string;
  /** One line for --help. */
  readonly description: string;
  /** Requests a second below which it would take too long for its verdict to be certain. Default: any will do. */
  readonly leastRate?: number;
}

export interface RehearsalOptions {
  readonly scenario: string;
  readonly seed: number;
  /** Requests a second; absent: as fast as the front door answers. */
  readonly rate?: number;
  /** Aborted when nobody waits for it any more: `send` then ends soon, without what is left. */
  readonly signal: AbortSignal;
}

export interface Run {
  /** Sends all of its traffic and resolves when the last request has been answered. */
  send(): Promise<void>;
  /** Resolves when all that was sent has had its effect everywhere; `idle` waits for the streams. Throws when it never ends. */
  settled(idle: () => Promise<void>): Promise<void>;
  /** What has come out so far, a row of the live view each; cheap enough to be asked every second. */
  look(): Promise<readonly Row[]>;
  /** What somebody may try by hand once it is left running: what it does, and the command to type. Default: nothing. */
  byHand?(): readonly Row[];
  /** Compares every store with a reference; call it when the streams are idle. */
  verdict(): Promise<Verdict>;
}

export interface Row {
  readonly label: string;
  readonly value: string;
}

export interface Verdict {
  readonly checks: readonly Check[];
  /** What else stood in for something, beside the local AWS: for the documents. A sentence or two. */
  readonly standIns?: string;
  /** What was sent: for the documents. */
  readonly sent: readonly Row[];
}

export interface Check {
  /** A sentence that holds or does not, e.g. "The table of totals equals the records of the stream". */
  readonly claim: string;
  readonly holds: boolean;
  /** What was counted, or the first differences. */
  readonly detail: string;
}
