// The shipped template to the mappings of a schedule.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../deployment/template.ts';
import { type Mapping, mappingsOf } from '../../local/poller/mapping.ts';
import { root } from '../support/cli.ts';
import type { Chance } from './chance.ts';
import type { FunctionName } from './functions.ts';
import type { StreamName } from './traffic.ts';

const template: Template = JSON.parse(readFileSync(join(root, 'output/templates/flyhigh-dev.template.json'), 'utf8'));

/** As the template has them, but for what depends on how many events there are and how long one waits. */
export function mappings(chances: Chance): readonly Mapping[] {
  const shipped = mappingsOf(template, (value) => {
    const { Ref: ref, 'Fn::GetAtt': got } = Object(value) as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
    const id = ref ?? got?.[0] ?? String(value);
    const type = template.Resources[id]?.Type;
    const streams = Object.keys(streamNames).find((name) => id.startsWith(name));
    if (ref !== undefined || type === undefined) return id;
    return type === 'AWS::S3::Bucket'
      ? 'arn:aws:s3:::failed'
      : `arn:aws:kinesis:us-east-1:000000000000:stream/${streams}`;
  });
  return shipped.map((mapping) => ({
    ...mapping,
    batchSize: chances.pick([3, 10, 25, mapping.batchSize]),
    windowMs: chances.pick([0, mapping.windowMs, mapping.windowMs]),
    retries: chances.pick([1, 3, mapping.retries]),
    bisect: chances.of(0.8),
    maxAgeMs: chances.of(0.12) ? chances.int(20_000, 90_000) : mapping.maxAgeMs,
  }));
}

const streamNames: Readonly<Record<StreamName, true>> = { bookingStream: true, searchStream: true };
export const functionOf = ({ connection }: Mapping) => connection.split('.').at(-1) as FunctionName;
