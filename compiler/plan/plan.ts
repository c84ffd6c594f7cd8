// The Plan: what each component carries in each situation, and what follows from it. Only types; sizing.ts computes it.
import type { Architecture, Component, Connection } from '../architecture.ts';
import type { Figure } from '../figures.ts';

/** One point at which everything is computed. Year 0 is today. */
export interface Situation {
  readonly stage: string;
  readonly scenario: string;
  readonly year: number;
}

/** Records of one event on one arrow or in one component. */
export interface Flow {
  readonly event: string;
  readonly recordsPerSecond: Figure;
  readonly bytesPerRecord: Figure;
}

/** What an arrow carries. Requests are calls: a batch is one. */
export interface Load {
  readonly flows: readonly Flow[];
  readonly recordsPerSecond: Figure;
  readonly bytesPerSecond: Figure;
  readonly requestsPerSecond: Figure;
}

export interface NamedFigure {
  readonly label: string;
  readonly figure: Figure;
}

/** Use of one AWS limit: `share` = used / limit. `breaks` says what happens above it; `ours` marks a limit set by the model. */
export interface LimitUse {
  readonly id: string;
  readonly label: string;
  readonly used: Figure;
  readonly limit: Figure;
  readonly share: Figure;
  readonly ours?: boolean;
  /** Only how far a fresh resource gets before it has scaled. */
  readonly cold?: boolean;
  readonly above: string;
}

/** `usage` lines follow the load; the others are paid in any case. */
export interface CostLine {
  readonly label: string;
  readonly monthlyUsd: Figure;
  readonly usage: boolean;
}

/** Seconds that one hop adds. */
export interface Hop {
  readonly label: string;
  readonly p50: Figure;
  readonly p99: Figure;
}

export interface ComponentPlan {
  readonly component: Component;
  /** What arrives, merged by event. */
  readonly inflow: Load;
  readonly capacity: readonly NamedFigure[];
  readonly limits: readonly LimitUse[];
  readonly cost: readonly CostLine[];
  readonly monthlyUsd: Figure;
}

export interface SituationPlan {
  readonly situation: Situation;
  readonly components: ReadonlyMap<string, ComponentPlan>;
  readonly loads: ReadonlyMap<string, Load>;
  readonly monthlyUsd: Figure;
}

export interface LatencyPath {
  readonly connections: readonly Connection[];
  readonly hops: readonly (Hop & { readonly at: string })[];
  readonly p50: Figure;
  readonly p99: Figure;
}

export interface AvailabilityPath {
  readonly parts: readonly { readonly component: string; readonly sla: Figure }[];
  readonly availability: Figure;
}

/** An objective beside what was computed for it. `blame` names the hop, component or line that costs most. */
export interface ObjectiveResult {
  readonly id: string;
  readonly kept: boolean;
  readonly promised: Figure;
  readonly computed: Figure;
  readonly blame: string;
  readonly latency?: LatencyPath;
  readonly availability?: AvailabilityPath;
}

export interface Plan {
  readonly architecture: Architecture;
  readonly situations: readonly Situation[];
  /** Computed once per situation. Throws for a situation that is not in `situations`. */
  at(situation: Situation): SituationPlan;
  readonly objectives: ReadonlyMap<string, ObjectiveResult>;
  /** The stage that stands for the whole: the one without a load share. */
  readonly mainStage: string;
}
