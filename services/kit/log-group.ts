// A log group of a component's own, kept as long as the model's monitor says and encrypted by the Region's key.
import type { aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Architecture, Stage } from '../../compiler/architecture.ts';
import { secondsPerDay } from '../../compiler/time.ts';
import { cdk } from './cdk.ts';

interface Asking {
  readonly architecture: Architecture;
  readonly scope: Construct;
  readonly stage: Stage;
  key(): kms.Key | undefined;
}

/** Days for which CloudWatch Logs can keep them. */
export const daysKept: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const usualDays = 30;

/** `name` only where AWS asks for a fixed one. */
export function logGroup(asking: Asking, id: string, name?: string): logs.LogGroup {
  const { aws_logs, RemovalPolicy } = cdk();
  const key = asking.key();
  return new aws_logs.LogGroup(asking.scope, id, {
    ...(name === undefined ? {} : { logGroupName: name }),
    ...(key === undefined ? {} : { encryptionKey: key }),
    retention: retentionDays(asking.architecture),
    removalPolicy: asking.stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}

/** What a component that watches the others says under `logs.keep`, rounded up to what CloudWatch Logs accepts. */
export function retentionDays(architecture: Architecture): number {
  const said = [...architecture.components.values()].flatMap(({ settings }) => keptSeconds(settings) ?? []);
  const [seconds] = said;
  if (seconds === undefined) return usualDays;
  const days = seconds / secondsPerDay;
  return daysKept.find((each) => each >= days - 1e-9) ?? Math.max(...daysKept);
}

function keptSeconds(settings: object): number | undefined {
  const keep = inside(inside(inside(settings, 'logs'), 'keep'), 'value');
  return typeof keep === 'number' ? keep : undefined;
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
