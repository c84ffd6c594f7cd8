// The contract of the catalogue: all that the project knows of an AWS service stands behind one Service.
import type { Architecture, Component, Connection, EventType, Stage } from '../compiler/architecture.ts';
import type { Fact, Figure } from '../compiler/figures.ts';
import type { Finding } from '../compiler/findings.ts';
import type { Catalogue } from '../compiler/moves.ts';
import type { CostLine, Hop, LimitUse, Load, NamedFigure, Situation } from '../compiler/plan/plan.ts';
import type { BuildContext, Handles, Observed, WireContext } from './kit/build.ts';
import type { Properties } from './kit/schema.ts';

/** What a service offers to others. A connection asks for a capability, never for a service. */
export type Capability =
  | 'caller'
  | 'endpoint'
  | 'stream'
  | 'changes'
  | 'table'
  | 'bucket'
  | 'queue'
  | 'topic'
  | 'bus'
  | 'function'
  | 'delivery'
  | 'catalogue'
  | 'workgroup'
  | 'userPool'
  | 'firewall'
  | 'key'
  | 'schedule'
  | 'monitor'
  | 'budget';

/** One service. `Settings` is the linked shape of its own settings: quantities are Figures, absent ones are absent. */
export interface Service<Settings extends object = object> {
  /** Id in the model: `service: kinesis-data-streams`. */
  readonly id: string;
  /** Full name: "Amazon Kinesis Data Streams". */
  readonly title: string;
  /** Second line of a label: "Kinesis Data Streams". */
  readonly short: string;
  /** Icon in aws-icons' architecture-service folder, without ending. */
  readonly icon?: string;
  /** Other icon for some settings, e.g. a client's device. */
  readonly iconOf?: (settings: Settings) => string | undefined;
  /** Stands outside the AWS account: nothing is provisioned, nothing is paid. */
  readonly outside?: boolean;
  /** Cross-cutting: drawn as a mark, needs no arrow to be reached. */
  readonly mark?: boolean;
  /** Keeps what arrives: stores personal data, counts as storage for "event that nothing stores". May depend on settings. */
  readonly stores?: boolean | ((component: Component) => boolean);
  /** Sends all it holds on every way out; `carries` there is a finding. */
  readonly broadcasts?: boolean;
  /** Availability Zones in which it has stored an event before it answers. */
  readonly zones?: (component: Component) => Figure;
  readonly settings: Properties;
  readonly facts: Readonly<Record<string, Fact>>;
  /** Fact with the monthly uptime its SLA promises, as a share. */
  readonly sla?: string;
  /** How it takes more load, and who does it: one or two sentences for the scalability document, numbers from `facts`. */
  readonly scales?: string;
  readonly offers: readonly Capability[];
  /** The connections that this service wires, because it moves the data. */
  readonly moves: readonly Move<Settings>[];
  /** By what callers who send these events may prove who they are: "API key". Short, as it stands at arrows. */
  readonly admits?: (settings: Settings, events: readonly string[]) => readonly string[];
  /** Findings over settings that a schema cannot say. */
  readonly check?: (component: Component, settings: Settings, architecture: Architecture) => readonly Finding[];

  /** Lanes in which readers get what it holds (shards). Default: one. */
  readonly partitions?: (context: SizingContext<Settings>) => Figure;
  /** Capacity, limits and cost in one situation. */
  readonly size?: (context: SizingContext<Settings>) => Sizing;
  /** Time that passing through it takes. */
  readonly hop?: (context: SizingContext<Settings>) => Hop | undefined;

  /** Names of the environment variables that its code is given, sorted; what the contracts of its code are made of. */
  readonly environment?: (component: Component, architecture: Architecture, catalogue: Catalogue) => readonly string[];

  /** Its resources. Runs before any connection is wired. */
  readonly construct?: (context: BuildContext<Settings>) => Handles;
  /** What to watch, once everything is wired: alarms and dashboard widgets. */
  readonly observe?: (context: BuildContext<Settings>) => Observed;
  /** Runs after all observe(): for services that act on the whole stack, e.g. the dashboard. */
  readonly finish?: (context: BuildContext<Settings>, observed: ReadonlyMap<string, Observed>) => void;
}

/** A kind of arrow. Exactly one end is "self": the service that moves the data and therefore wires it. */
export interface Move<Settings extends object = object> {
  readonly does: string;
  readonly from: Capability | 'self';
  readonly to: Capability | 'self';
  /** What it becomes, for documents: "event source mapping, enhanced fan-out". */
  readonly mechanism: string;
  /** Control arrows carry no load; they join the path of what they guard. */
  readonly control?: boolean;
  /** Recovery arrows carry load only when something fails and may close cycles. */
  readonly recovery?: boolean;
  /** A recovery arrow at which recovery begins: it takes the share of its source's batches that fail. */
  readonly begins?: boolean;
  /** A recovery arrow that carries nothing in any scenario but a lasting fault: dead letters. */
  readonly lastResort?: boolean;
  /** Asks for what the target holds: the target does not hold more for it. */
  readonly asks?: boolean;
  /** A control arrow whose source joins the path of what it guards, with its time and its availability. */
  readonly joins?: boolean;
  /** Whether a control arrow guards the way of an event. Default: of every event. */
  readonly guards?: (connection: Connection, architecture: Architecture, event: string) => boolean;
  /** Whether `carries` must be written ("said") or defaults to all that is held ("all"). */
  readonly carries: 'said' | 'all' | 'nothing';
  /** Settings of the connection, beyond the common ones. */
  readonly settings?: Properties;
  /** IAM actions that the arrow is, for documents and least privilege. */
  readonly actions?: (connection: Connection) => readonly string[];
  /** Calls per second, where they are not one per record: a batch is one call. `held` is what the arrow carries. */
  readonly requests?: (context: MoveContext<Settings>) => Figure;
  readonly hop?: (context: MoveContext<Settings>) => Hop | undefined;
  readonly wire?: (context: WireContext<Settings>) => void;
}

/** What sizing may look at. `fact` and `setting` give Figures only. */
export interface SizingContext<Settings extends object = object> {
  readonly architecture: Architecture;
  readonly component: Component;
  readonly settings: Settings;
  readonly stage: Stage;
  readonly situation: Situation;
  readonly inflow: Load;
  readonly incoming: readonly ArrowLoad[];
  /** Empty while `partitions` and `requests` are computed. */
  readonly outgoing: readonly ArrowLoad[];
  /** A fact of this service, or the assumption that the model declares in its place. Throws on an unknown id: our bug. */
  fact(id: string): Figure;
  /** A fact of another service, for shared figures such as data transfer. */
  factOf(service: string, id: string): Figure;
  /** Lanes of another component, e.g. of the stream that feeds this one. */
  partitionsOf(component: string): Figure;
  /** What arrives at another component, e.g. at the endpoint that this one guards. Only in `size` and `hop`. */
  loadAt(component: string): Load;
  /** Components of this stage that offer a capability, in the model's order: for marks, whose cost follows the whole. */
  offering(capability: Capability): readonly Component[];
  /** By how much stored things are larger than today: growth to the year, the stage's share, a sustained scenario's factor. */
  readonly scale: Figure;
  /** Events that arrive. */
  readonly eventsHeld: readonly EventType[];
}

export interface ArrowLoad {
  readonly connection: Connection;
  readonly load: Load;
  /** The component at the other end. */
  readonly other: Component;
}

export interface MoveContext<Settings extends object = object> {
  readonly architecture: Architecture;
  readonly connection: Connection;
  /** The service's own end. */
  readonly component: Component;
  readonly settings: Settings;
  readonly from: Component;
  readonly to: Component;
  readonly situation: Situation;
  /** Records per second and bytes on the arrow, before calls are known. */
  readonly recordsPerSecond: Figure;
  readonly bytesPerSecond: Figure;
  /** Calls per second by which the source came by what it holds: for arrows of whole objects or batches. */
  readonly heldRequestsPerSecond: Figure;
  /** Lanes of the source. */
  readonly partitions: Figure;
  /** Arrows of the plain reading kind that share the source with this one (it included). */
  readonly readers: number;
  fact(id: string): Figure;
  factOf(service: string, id: string): Figure;
}

export interface Sizing {
  readonly capacity: readonly NamedFigure[];
  readonly limits: readonly LimitUse[];
  readonly cost: readonly CostLine[];
}

/** Erases the settings type at the one place where it is safe: the schema has checked them before anyone calls. */
export function defineService<Settings extends object>(service: Service<Settings>): Service {
  return service as unknown as Service;
}
