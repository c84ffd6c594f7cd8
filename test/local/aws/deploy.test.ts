// FlyHigh's dev stage on the local AWS: all of it stands but what is listed, and what stands is found by the marks in the template.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { resourcesOf } from '../../../deployment/template.ts';
import type { LocalAws } from '../../../local/aws/start.ts';
import { deployLocally, type LocalStack, updateLocally } from '../../../local/deploy.ts';
import { openFrontDoor } from '../../../local/front-door/front-door.ts';
import { textOf } from '../../../local/intrinsics.ts';
import { withNewCode } from '../../../local/new-code.ts';
import { assemblyOf, understand } from '../../../pipeline.ts';
import { root } from '../../support/cli.ts';
import { emptyFolder, modelCopy } from '../../support/folders.ts';
import { localAwsCache, localAwsForTests, whyNoLocalAws } from '../../support/local-aws.ts';

const reason = await whyNoLocalAws();
const slow = 120_000;

async function assembly(model: string) {
  const { plan } = understand(model);
  if (plan === undefined) throw new Error('the model is not sound');
  return assemblyOf(plan, 'dev', { folder: emptyFolder('assembly'), cache: localAwsCache, validate: false });
}

describe.skipIf(reason !== undefined)(`the dev stage on the local AWS${reason ? ` (skipped: ${reason})` : ''}`, () => {
  const start = localAwsForTests();
  let aws: LocalAws;
  let model: string;
  let stack: LocalStack;
  beforeAll(async () => {
    // A copy, as it is changed below.
    model = modelCopy(undefined, join(root, 'model/flyhigh'));
    const [synthesised, started] = await Promise.all([assembly(model), start()]);
    aws = started;
    const [only, ...others] = await deployLocally(synthesised, aws, { bootstrap: true, show: false });
    if (only === undefined || others.length > 0) throw new Error('the dev stage is one stack');
    stack = only;
  }, slow);

  it('stands whole, but for what is left out and for subscriptions of nobody', () => {
    const missing = Object.entries(stack.template.Resources).filter(
      ([id]) => stack.resolve(id) === undefined && !stack.without.has(id),
    );
    expect(missing.map(([, { Type: type }]) => type)).toEqual(['AWS::SNS::Subscription', 'AWS::SNS::Subscription']);
    expect([...stack.without.keys()].filter((id) => stack.resolve(id) !== undefined)).toEqual([]);
  });

  it('gives Refs by component and type', () => {
    expect(stack.physical('bookingLedger', 'AWS::DynamoDB::GlobalTable')).toMatch(/^flyhigh-dev-bookingLedger/);
    expect(stack.physical('demandAlerts', 'AWS::SNS::Topic')).toMatch(/^arn:aws:sns:us-east-1:000000000000:/);
    expect(stack.physical('redriveQueue', 'AWS::SQS::Queue')).toContain(`${aws.endpoint}/000000000000/flyhigh-dev-`);
  });

  it.each([
    ['a component without one', 'bookingLedger', 'AWS::SQS::Queue', '"bookingLedger" has no AWS::SQS::Queue'],
    [
      'a component with several',
      'eventCatalogue',
      'AWS::Glue::Table',
      /^"eventCatalogue" has several of AWS::Glue::Table: /,
    ],
    ['what was left out', 'costGuard', 'AWS::Budgets::Budget', /does not stand: it was left out locally$/],
  ])('refuses %s', (_, owner, type, says) => {
    expect(() => stack.physical(owner, type)).toThrow(says);
  });

  it('resolves whatever a mapping or a method needs, also of what is left out itself', () => {
    const place = { account: aws.account, region: stack.region, resolve: stack.resolve };
    const sources = resourcesOf(stack.template, 'AWS::Lambda::EventSourceMapping').flatMap(([, { Properties }]) => {
      const { EventSourceArn: source, FunctionName: name } = Properties ?? {};
      return JSON.stringify(source).includes('ConsumerARN') ? [] : [[textOf(source, place), textOf(name, place)]];
    });
    expect(sources).toHaveLength(6);
    for (const [source = '', name] of sources) {
      expect(source).toMatch(/^arn:aws:(kinesis|dynamodb|sqs):us-east-1:000000000000:/);
      expect(name).toMatch(/^flyhigh-dev-/);
    }
  });

  it('has a front door that takes the API key which the local AWS itself tells', async () => {
    const place = { account: aws.account, region: stack.region, resolve: stack.resolve };
    const door = await openFrontDoor({ template: stack.template, place, client: aws.client() });
    try {
      const told = await fetch(`${aws.endpoint}/apikeys?includeValues=true`);
      const { item }: { readonly item: readonly { readonly value: string }[] } = JSON.parse(await told.text());
      const [key, ...others] = item.map(({ value }) => value);
      expect([door.apiKey, others]).toEqual([key, []]);
      const answer = await fetch(`${door.url}/routes/FRA-JFK/demand`, { headers: { 'x-api-key': key ?? '' } });
      expect(answer.status).toBe(200);
    } finally {
      await door.close();
    }
  });

  it('runs functions: with the SDK, in reach of the tables', async () => {
    const lambda = new LambdaClient(aws.client());
    const request = {
      httpMethod: 'GET',
      resource: '/routes/{route}/demand',
      pathParameters: { route: 'FRA-JFK' },
      requestContext: {},
    };
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: stack.physical('insights', 'AWS::Lambda::Function'),
        Payload: Buffer.from(JSON.stringify(request)),
      }),
    );
    const answer: { readonly statusCode: number; readonly body: string } = JSON.parse(
      new TextDecoder().decode(Payload),
    );
    expect([FunctionError, answer.statusCode, JSON.parse(answer.body)]).toEqual([
      undefined,
      200,
      { route: 'FRA-JFK', high: false },
    ]);
  });

  it(
    'gathers what a stream delivers into few objects, with every record in one and the unsound ones apart',
    async () => {
      const sound = Array.from({ length: 60 }, (_, index) => ({
        meta: { source: 'test' },
        event: { eventId: `${index}` },
      }));
      const unsound = ['no JSON', '{"meta":{"source":"test"},"event":"no structure"}', '[]'];
      const records = [...sound.map((record) => JSON.stringify(record)), ...unsound];
      await new KinesisClient(aws.client()).send(
        new PutRecordsCommand({
          StreamName: stack.physical('searchStream', 'AWS::Kinesis::Stream'),
          // The unsound ones in the middle, where they would take others with them.
          Records: records
            .map((text, index) => ({ text, at: index < 60 ? index : 30 }))
            .sort((a, b) => a.at - b.at)
            .map(({ text }, index) => ({ PartitionKey: `${index}`, Data: Buffer.from(text) })),
        }),
      );
      const lake = await delivered(aws, stack.physical('eventLake', 'AWS::S3::Bucket'), 3);
      const folder = emptyFolder('lake');
      lake.events.forEach((bytes, index) => {
        writeFileSync(join(folder, `${index}.parquet`), bytes);
      });
      expect(lake.events.length).toBeLessThanOrEqual(8);
      expect(await eventIds(folder)).toEqual(sound.map(({ event }) => event.eventId).sort());
      expect(lake.errors.map((text) => Buffer.from(JSON.parse(text).rawData, 'base64').toString()).sort()).toEqual(
        [...unsound].sort(),
      );
    },
    slow,
  );

  it(
    'is updated in place: a changed function is new, the others and what is stored stay; with other code all of them are',
    async () => {
      const before = await codeOf(aws, stack);
      const handler = join(dirname(model), 'handlers/insights/index.ts');
      writeFileSync(handler, `${readFileSync(handler, 'utf8')}\nexport const changed = true;\n`);
      const changed = await assembly(model);
      const [again] = await deployLocally(changed, aws, { bootstrap: false, show: false });
      if (again === undefined) throw new Error('nothing was deployed');
      const after = await codeOf(aws, again);
      expect([...after.keys()].filter((name) => before.get(name) !== after.get(name))).toEqual([
        stack.physical('insights', 'AWS::Lambda::Function'),
      ]);
      expect(again.physical('searchStream', 'AWS::Kinesis::Stream')).toBe(
        stack.physical('searchStream', 'AWS::Kinesis::Stream'),
      );
      await withNewCode(changed.folder, 'again');
      await updateLocally(changed, aws, { show: false });
      const last = await codeOf(aws, again);
      expect([...last.keys()].filter((name) => after.get(name) === last.get(name))).toEqual([]);
    },
    slow,
  );
});

/** Code hash by function. */
async function codeOf(aws: LocalAws, stack: LocalStack): Promise<ReadonlyMap<string, string | undefined>> {
  const lambda = new LambdaClient(aws.client());
  const names = resourcesOf(stack.template, 'AWS::Lambda::Function').map(([id]) => stack.resolve(id)?.ref ?? id);
  return new Map(
    await Promise.all(
      names.map(async (FunctionName) => {
        const { CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        return [FunctionName, CodeSha256] as const;
      }),
    ),
  );
}

interface Delivered {
  readonly events: readonly Uint8Array[];
  readonly errors: readonly string[];
}

/** What lies in the lake once so many records lie apart and nothing more comes. */
async function delivered(aws: LocalAws, bucket: string, errors: number): Promise<Delivered> {
  const s3 = new S3Client(aws.client());
  const keys = async (): Promise<readonly string[]> => {
    const { Contents: contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    return contents.flatMap(({ Key: key }) => key ?? []);
  };
  const read = async (key: string): Promise<Uint8Array> => {
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await body?.transformToByteArray()) ?? new Uint8Array();
  };
  let found = await keys();
  for (let last = -1; found.filter((key) => key.startsWith('errors/')).length < errors || found.length !== last; ) {
    last = found.length;
    await sleep(1500);
    found = await keys();
  }
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return {
    events: await Promise.all(found.filter((key) => key.endsWith('.parquet')).map(read)),
    errors: (await Promise.all(found.filter((key) => key.startsWith('errors/')).map(read))).map(text),
  };
}

async function eventIds(folder: string): Promise<readonly string[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(`SELECT event.eventid FROM read_parquet('${folder}/*.parquet')`);
  return result
    .getRows()
    .map(([id]) => String(id))
    .sort();
}
