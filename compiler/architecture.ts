// The model, linked and typed: references resolved, quantities evaluated in base units. If one exists, it is sound.
import type { Evidence } from './evidence.ts';
import type { Figure } from './figures.ts';

export interface Architecture {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly owner: string;
  /** Folder of the model, for payload schemas and handlers. Never printed. */
  readonly folder: string;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly assumptions: ReadonlyMap<string, Assumption>;
  readonly workload: Workload;
  readonly objectives: ReadonlyMap<string, Objective>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly components: ReadonlyMap<string, Component>;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly decisions: ReadonlyMap<string, Decision>;
  /** What a reviewer asks beyond components and decisions, by Well-Architected pillar. */
  readonly considerations: ReadonlyMap<string, Consideration>;
  /** Numbered steps of the walk-through; pictures and documents share the numbers. */
  readonly steps: readonly Step[];
  /** What runs of the model showed, as they wrote it down. */
  readonly evidence: readonly Evidence[];
}

export interface Stage {
  readonly id: string;
  /** Share of the full load; absent: all of it. */
  readonly load?: Figure;
  /** Deletion protection, retained data, reserved concurrency. */
  readonly protect: boolean;
}

export interface Assumption {
  readonly id: string;
  /** The sentence with its value in it. */
  readonly statement: string;
  /** The expression as written. */
  readonly text: string;
  readonly figure: Figure;
  readonly low?: Figure;
  readonly high?: Figure;
  readonly because?: string;
  readonly source?: string;
  readonly group: string;
  /** "service/factId" of the catalogue's fact that it stands for. */
  readonly fact?: string;
}

export interface Workload {
  /** Growth a year as a share, compounding. */
  readonly growth: Figure;
  /** Years 0..years are planned. */
  readonly years: number;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly events: ReadonlyMap<string, EventType>;
}

export interface Scenario {
  readonly id: string;
  readonly label: string;
  readonly statement?: string;
  readonly factor?: Figure;
  /** Extra factor per event. */
  readonly factors: ReadonlyMap<string, Figure>;
  readonly ramp?: Figure;
  /** How long it lasts; absent: sustained, so that what is stored and paid follows it. */
  readonly hold?: Figure;
  /** Shown, but nothing is promised or warned of for it. */
  readonly whatIf: boolean;
  /** Share of batches that fail; recovery arrows carry load only where it is given. */
  readonly failing?: Figure;
}

/** Something that happens (`event`) or is asked and answered (`request`: neither stored nor keyed). */
export interface EventType {
  readonly id: string;
  readonly label: string;
  readonly kind: 'event' | 'request';
  /** Events per second on average, today. */
  readonly rate: Figure;
  /** Bytes of one record, with envelope. */
  readonly size: Figure;
  readonly key?: string;
  /** Share of the hottest key. */
  readonly hottest?: Figure;
  /** Path of its payload schema, relative to the model's folder. */
  readonly payload?: string;
  /** The parsed payload schema. */
  readonly schema?: JsonObject;
  /** Component that makes it inside the pipeline; absent: it comes from outside. */
  readonly madeBy?: string;
  /** Events out of which it is made. */
  readonly from: readonly string[];
}

export type JsonObject = { readonly [key: string]: unknown };

export type Objective =
  | {
      readonly kind: 'latency';
      readonly id: string;
      readonly statement: string;
      readonly from: string;
      readonly to: string;
      readonly carrying: string;
      readonly p50?: Figure;
      readonly p99: Figure;
    }
  | {
      readonly kind: 'availability';
      readonly id: string;
      readonly statement: string;
      readonly from: string;
      readonly to: string;
      readonly carrying: string;
      readonly monthly: Figure;
    }
  | {
      readonly kind: 'durability';
      readonly id: string;
      readonly statement: string;
      readonly at: string;
      readonly zones: Figure;
    }
  | {
      readonly kind: 'cost';
      readonly id: string;
      readonly statement: string;
      readonly scenario: string;
      readonly year: number;
      readonly except: readonly string[];
      readonly monthly: Figure;
    };

export interface Group {
  readonly id: string;
  readonly label: string;
  readonly kind: 'plain' | 'cloud' | 'region' | 'strip';
  readonly region?: string;
  readonly parent?: string;
}

export interface Component {
  readonly id: string;
  readonly service: string;
  readonly label: string;
  readonly purpose: string;
  readonly group: string;
  /** AWS Region of the nearest region group; absent: outside AWS. */
  readonly region?: string;
  /** Stages that have it; absent: all. */
  readonly stages?: readonly string[];
  /** Why this service, what happens when it fails, what to do then: prose for the documents. */
  readonly because?: string;
  readonly fails?: string;
  readonly recovery?: string;
  /** How long personal data is kept and how it is erased. */
  readonly erasure?: string;
  /** Checked by the service's own schema; quantities are Figures. */
  readonly settings: object;
}

export const existsIn = ({ stages }: Component, stage: string): boolean => stages?.includes(stage) ?? true;

export interface Connection {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly does: readonly string[];
  /** Verbs that are allowed but carry no steady load. */
  readonly rarely: readonly string[];
  readonly label: string;
  /** Events it carries with their share; absent: all that the source holds. */
  readonly carries?: ReadonlyMap<string, Figure>;
  readonly per: 'event' | 'batch' | 'request';
  readonly items?: Figure;
  /** Different values among the records of a batch: number of values, Zipf exponent, plus a constant. */
  readonly distinct?: { readonly of: Figure; readonly skew: Figure; readonly plus?: Figure };
  readonly size?: Figure;
  /** Bytes out per byte in. */
  readonly ratio?: Figure;
  readonly only?: {
    readonly when: string;
    readonly share?: Figure;
    readonly filters: Readonly<Record<string, JsonObject>>;
  };
  /** Time the arrow takes, measured or assumed, in place of the catalogue's. */
  readonly takes?: { readonly p50: Figure; readonly p99: Figure };
  /** Arrows of one name are one transaction and one hop. */
  readonly together?: string;
  /** Recovery arrow: may close a cycle, carries load only when something fails. */
  readonly onFailure: boolean;
  /** Step of the walk-through. */
  readonly step?: number;
  /** Checked by the schema of the moves that it does; quantities are Figures. */
  readonly settings: object;
}

export interface Step {
  readonly number: number;
  readonly text: string;
}

export interface Consideration {
  readonly id: string;
  readonly pillar: Pillar;
  readonly title: string;
  readonly text: string;
}

export const pillars = ['operations', 'security', 'reliability', 'performance', 'cost', 'sustainability'] as const;
export type Pillar = (typeof pillars)[number];

export interface Decision {
  readonly id: string;
  readonly title: string;
  readonly because: string;
  /** Alternative to the reason against it. */
  readonly insteadOf: ReadonlyMap<string, string>;
  /** When to look at it again. */
  readonly revisit?: string;
}
