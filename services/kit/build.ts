// What a service is handed to provision itself and its arrows, and what it hands to others.
import type {
  aws_apigateway as apigateway,
  aws_athena as athena,
  aws_cloudwatch as cloudwatch,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_kinesisfirehose as firehose,
  aws_glue as glue,
  aws_iam as iam,
  aws_kinesis as kinesis,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_s3 as s3,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_wafv2 as wafv2,
} from 'aws-cdk-lib';
import type { Construct, DependencyGroup } from 'constructs';
import type { Architecture, Component, Connection, EventType, JsonObject, Stage } from '../../compiler/architecture.ts';
import type { Plan, SituationPlan } from '../../compiler/plan/plan.ts';

/** One method of an endpoint, as callers need to know it. */
export interface EndpointRoute {
  /** "POST". */
  readonly method: string;
  /** "/orders/{id}". */
  readonly path: string;
  /** Event or request that it takes. */
  readonly event: string;
  /** How a caller proves who it is. */
  readonly auth: 'iam' | 'key' | 'token';
  /** Name of the field of the record's meta in which the caller's identity stands. */
  readonly subject?: string;
  /** ARN by which the method is invoked, path parameters as "*". */
  readonly arn: string;
}

/** `authorizers` is filled by the arrows that authorise, by the id of their component; read it lazily. */
export interface Endpoint {
  readonly api: apigateway.RestApi;
  readonly routes: readonly EndpointRoute[];
  readonly authorizers: Map<string, { readonly authorizerId: string; readonly scopes: readonly string[] }>;
}

/** What a component gives to the arrows that ask for a capability. */
export interface Handles {
  readonly endpoint?: Endpoint;
  readonly stream?: kinesis.Stream;
  /** ARN of a table's change stream. */
  readonly changes?: { readonly streamArn: string };
  readonly table?: dynamodb.TableV2;
  readonly bucket?: s3.Bucket;
  readonly queue?: sqs.Queue;
  readonly topic?: sns.Topic;
  readonly bus?: events.EventBus;
  /** `ready` is what event sources wait for before they try the role: permissions that other arrows bring. */
  readonly function?: { readonly fn: lambda.Function; readonly role: iam.Role; readonly ready: DependencyGroup };
  readonly delivery?: { readonly role: iam.Role; readonly stream?: firehose.CfnDeliveryStream };
  readonly catalogue?: { readonly database: glue.CfnDatabase; readonly tables: ReadonlyMap<string, glue.CfnTable> };
  readonly workgroup?: athena.CfnWorkGroup;
  readonly userPool?: cognito.UserPool;
  readonly firewall?: wafv2.CfnWebACL;
  readonly key?: kms.Key;
  readonly schedule?: { readonly role: iam.Role };
}

export type HandleName = keyof Handles;

/** An accepted answer of cdk-nag: one rule on one resource, with the evidence. */
export interface Acknowledgement {
  readonly construct: Construct;
  readonly rule: string;
  readonly reason: string;
  readonly appliesTo?: readonly string[];
  readonly component: string;
}

interface Common {
  readonly architecture: Architecture;
  readonly plan: Plan;
  /** The stage's average situation of year 0: dashboards and thresholds follow it. */
  readonly average: SituationPlan;
  readonly stage: Stage;
  /** "<model>-<stage>": start of every physical name that must be fixed. */
  readonly prefix: string;
  /** Handle of another component. Throws where that component does not offer it: a check should have found it. */
  of<Name extends HandleName>(component: string, name: Name): NonNullable<Handles[Name]>;
  /** The same, or undefined where the component is in another Region's stack or does not offer it. */
  find<Name extends HandleName>(component: string, name: Name): Handles[Name] | undefined;
  /** The customer key of the component's Region, if the model has one. */
  key(): kms.Key | undefined;
  /** Connections that leave (or enter) a component in this stage. */
  outOf(component: string): readonly Connection[];
  into(component: string): readonly Connection[];
  /** Events that arrive at a component, with their payload schemas. */
  eventsAt(component: string): readonly EventType[];
  acknowledge(acknowledgement: Omit<Acknowledgement, 'component'>): void;
}

export interface BuildContext<Settings extends object = object> extends Common {
  readonly component: Component;
  readonly settings: Settings;
  /** A construct named after the component; every resource in it carries the component's id. */
  readonly scope: Construct;
  /** Bundled code of a handler folder. */
  handlerCode(handler: string): lambda.Code;
  /** All components of this stack, for services that act on the whole. */
  readonly handles: ReadonlyMap<string, Handles>;
  /** The scope of another component of this stack: what is made there carries that component's id. Throws where there is none. */
  scopeOf(component: string): Construct;
  /** This component's own handles, once constructed. */
  own<Name extends HandleName>(name: Name): NonNullable<Handles[Name]>;
}

export interface WireContext<Settings extends object = object> extends Common {
  readonly connection: Connection;
  /** The moving service's own end. */
  readonly component: Component;
  readonly settings: Settings;
  readonly from: Component;
  readonly to: Component;
  /** A construct named after the connection; every resource in it carries the connection's id. */
  readonly scope: Construct;
  /** The arrow's permission: one policy resource of its own, attached to the role. Actions and resources are exact. */
  grant(role: iam.IRole, statements: readonly Statement[]): iam.Policy;
}

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: JsonObject;
  readonly sid?: string;
  /** Why it holds wildcards, with the evidence. It becomes the answer to cdk-nag; without it the question stays open. */
  readonly because?: string;
}

/** One alarm, derived from the Plan. `page` wakes someone, `ticket` waits for the morning. */
/** CloudWatch itself gives an alarm no unit. */
export type AlarmUnit = 's' | 'ms' | 'share';

export interface AlarmSpec {
  readonly id: string;
  readonly label: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** Of the threshold; absent for counts and for what the metric's own label says. */
  readonly unit?: AlarmUnit;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number;
  readonly comparison: 'above' | 'atLeast' | 'below' | 'atMost';
  readonly missing: 'breaching' | 'notBreaching' | 'ignore';
  readonly severity: 'page' | 'ticket';
  /** Why this threshold, and what to do. */
  readonly action: string;
}

export interface WidgetSpec {
  readonly title: string;
  readonly metrics: readonly cloudwatch.IMetric[];
}

export interface Observed {
  readonly alarms: readonly AlarmSpec[];
  readonly widgets: readonly WidgetSpec[];
  /** Metrics that count an event as it is accepted, by event id: what an alarm on silence looks at. */
  readonly accepted?: ReadonlyMap<string, cloudwatch.Metric>;
}
