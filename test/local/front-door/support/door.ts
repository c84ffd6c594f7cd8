// FlyHigh's dev stage, synthesised and opened in front of a fake AWS, at a time that stands until a test moves it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { inject } from 'vitest';
import type { Template } from '../../../../deployment/template.ts';
import { type FrontDoor, type FrontDoorOptions, openFrontDoor } from '../../../../local/front-door/front-door.ts';
import type { Resolver } from '../../../../local/intrinsics.ts';
import { type FakeAws, fakeAws } from './fake-aws.ts';
import { keySet, poolId, type SigningKey, signingKey } from './tokens.ts';

export const account = '000000000000';
export const region = 'us-east-1';
export const startMs = Date.parse('2026-11-22T10:00:00.123Z');

/** Synthesised once a run: whoever comes first leaves it for the others. */
export async function flyhigh(): Promise<Template> {
  const file = join(inject('scratch'), 'front-door-flyhigh-dev.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Template;
  const [{ compile }, { catalogue }, { template }] = await Promise.all([
    import('../../../../compiler/compile.ts'),
    import('../../../../services/index.ts'),
    import('../../../services/support/stack.ts'),
  ]);
  const { architecture } = compile('model/flyhigh/architecture.yaml', catalogue);
  if (architecture === undefined) throw new Error("FlyHigh's model is not sound");
  const made = JSON.stringify(template(architecture, [...catalogue.values()], { stage: 'dev' }).toJSON());
  // Whole at once, for another may be reading.
  writeFileSync(`${file}.${process.pid}`, made);
  renameSync(`${file}.${process.pid}`, file);
  return JSON.parse(made) as Template;
}

/** Everything stands under its logical id, but for what has a shape that matters. */
export const resolverOf =
  ({ Resources: resources }: Template): Resolver =>
  (id) => {
    const { Properties: properties, Type: type } = resources[id] ?? { Type: '' };
    const arnOf: Readonly<Record<string, string>> = {
      'AWS::Lambda::Function': `arn:aws:lambda:${region}:${account}:function:${id}`,
      'AWS::Cognito::UserPool': `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}`,
    };
    const ref = type === 'AWS::ApiGateway::Stage' ? String(properties?.StageName) : id;
    return { ref, attributes: { Arn: arnOf[type] ?? `arn:of:${id}`, RootResourceId: 'root' } };
  };

export const bookingApp = { accessKeyId: 'AKIABOOKING', secretAccessKey: 'booking-secret' };
export const bookingAppArn = `arn:aws:sts::${account}:assumed-role/booking-app/task`;

export interface Opened extends FrontDoor {
  readonly aws: FakeAws;
  readonly key: SigningKey;
  readonly clock: { nowMs: number };
  readonly lines: string[];
  readonly problems: unknown[];
}

const ownKey = signingKey('key-1');

export async function openDoor(template: Template, options: Partial<FrontDoorOptions> = {}): Promise<Opened> {
  const aws = await fakeAws();
  const key = ownKey;
  aws.keys.set(poolId, keySet(key));
  const clock = { nowMs: startMs };
  const lines: string[] = [];
  const problems: unknown[] = [];
  let requests = 0;
  const door = await openFrontDoor({
    template,
    place: { account, region, resolve: resolverOf(template) },
    client: { endpoint: aws.endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    callers: new Map([[bookingApp.accessKeyId, { secret: bookingApp.secretAccessKey, userArn: bookingAppArn }]]),
    now: () => clock.nowMs,
    requestId: () => {
      requests += 1;
      return `request-${requests}`;
    },
    log: (line) => lines.push(line),
    problem: (error) => problems.push(error),
    ...options,
  }).catch(async (error: unknown) => {
    await aws.close();
    throw error;
  });
  return {
    ...door,
    aws,
    key,
    clock,
    lines,
    problems,
    close: async () => {
      await door.close();
      await aws.close();
    },
  };
}

export interface SignOptions {
  readonly credentials?: typeof bookingApp;
  readonly service?: string;
  readonly region?: string;
  readonly nowMs?: number;
  readonly method?: string;
  /** false: the host is not among what is signed. */
  readonly host?: false;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers of a signed request; what is sent may then differ from what was signed. */
export async function signed(url: string, body: string, options: SignOptions = {}): Promise<Record<string, string>> {
  const { host, pathname, searchParams } = new URL(url);
  const signer = new SignatureV4({
    service: options.service ?? 'execute-api',
    region: options.region ?? region,
    credentials: options.credentials ?? bookingApp,
    sha256: Sha256,
  });
  const request = new HttpRequest({
    method: options.method ?? 'POST',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...(options.host === false ? {} : { host }), 'content-type': 'application/json', ...options.headers },
    body,
  });
  const { headers } = await signer.sign(request, { signingDate: new Date(options.nowMs ?? startMs) });
  const { host: _, ...sent } = headers;
  return sent;
}

export const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
