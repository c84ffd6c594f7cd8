// The commands as a person starts them, against a local AWS, with no credentials: what they say, and how they end.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectTaggingCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../local/aws/start.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { begin as beginOnTerminal } from '../support/begun.ts';
import { quiet, root } from '../support/cli.ts';
import { emptyFolder } from '../support/folders.ts';
import { inlineFunction, localAwsForTests, stackOf, whyNoLocalAws } from '../support/local-aws.ts';

const reason = await whyNoLocalAws();

/** Of a stage as much as `redrive` asks for. */
const owned = (component: string, Type: string, Properties: object = {}) => ({
  [`${component}${Type.split('::').at(-1)}`]: { Type, Properties, Metadata: { 'plumbline:component': component } },
});
const takes = 'exports.handler = async (batch) => {';
const code: Readonly<Record<string, string>> = {
  inventoryUpdater: `${takes}
    if (batch.Records[0] === 'bad') throw new RangeError('Ms Secret');
    if (batch.Records[0] === 'slow') await new Promise((resolve) => setTimeout(resolve, 2000));
    return { batchItemFailures: [] };
  }`,
  profileBuilder: `${takes} return { batchItemFailures: batch.Records }; }`,
};
const functionOf = (component: string) => {
  const [definition = {}] = Object.values(inlineFunction(component, code[component] ?? `${takes} }`));
  return { [component]: { ...Object(definition), Metadata: { 'plumbline:component': component } } };
};
const takers = ['inventoryUpdater', 'profileBuilder', 'liveAnalytics', 'demandDetector'];
const resources = {
  ...owned('failedEvents', 'AWS::S3::Bucket', { BucketName: 'failed' }),
  ...owned('undelivered', 'AWS::SQS::Queue', { QueueName: 'undelivered' }),
  ...owned('domainEvents', 'AWS::Events::EventBus', { Name: 'domain-events' }),
  ...owned('alarmTopic', 'AWS::SNS::Topic'),
  ...Object.assign({}, ...[...takers, 'reconciler'].map(functionOf)),
  ...Object.assign(
    {},
    ...takers.map((taker) => owned(taker, 'AWS::Logs::LogGroup', { LogGroupName: `logs-of-${taker}` })),
  ),
};

describe.skipIf(reason)(`on the local AWS${reason === undefined ? '' : `: ${reason}`}`, { timeout: 60_000 }, () => {
  const start = localAwsForTests();
  let aws: LocalAws;
  let s3: S3Client;
  let sqs: SQSClient;
  let queue: { readonly QueueUrl: string };
  /** In the place of what tells a machine in AWS its role. */
  const role = { url: '', asked: 0 };
  const machine = createServer((_, response) => {
    role.asked += 1;
    response.writeHead(404).end();
  });
  afterAll(() => void machine.close());
  beforeAll(async () => {
    await new Promise<void>((ready) => machine.listen(0, '127.0.0.1', ready));
    const address = machine.address();
    role.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    aws = await start();
    expect(await stackOf(aws.client(), 'flyhigh-dev', resources)).toMatchObject({ status: 'CREATE_COMPLETE' });
    s3 = new S3Client({ ...aws.client(), forcePathStyle: true });
    sqs = new SQSClient(aws.client());
    queue = { QueueUrl: `${aws.endpoint}/${aws.account}/undelivered` };
  }, 60_000);

  const setAside = (key: string, functionName: string, payload: object) => {
    const functionArn = `arn:aws:lambda:us-east-1:${aws.account}:function:${functionName}`;
    const Body = JSON.stringify({ requestContext: { functionArn }, payload: JSON.stringify(payload) });
    return s3.send(new PutObjectCommand({ Bucket: 'failed', Key: `aws/lambda/${key}`, Body }));
  };
  const waiting = async () => {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ ...queue, AttributeNames: [...names] }));
    const [shown, hidden] = names.map((name) => Number(Attributes[name]));
    return { shown, hidden };
  };
  /** By its npm script, in an environment with nothing of the user's. */
  const begin = (name: 'redrive' | 'recount' | 'rebuild', ...args: readonly string[]) => {
    const [, ...command] = packageJson.scripts[name].split(' ');
    const child = spawn(process.execPath, [...command, ...args], {
      cwd: root,
      env: {
        ...{ PATH: process.env.PATH, HOME: emptyFolder('home'), ...quiet },
        ...{ AWS_ENDPOINT_URL: aws.endpoint, AWS_EC2_METADATA_SERVICE_ENDPOINT: role.url },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, out, err })),
    );
    return { ended, signal: (signal: NodeJS.Signals) => child.kill(signal) };
  };

  /** Said before anything is done. */
  const actsOn = (name: string) =>
    `${name} acts on flyhigh-dev in us-east-1 of account ${aws.account} at ${aws.endpoint}\n`;

  it('redrive says what it acts on, what came of it and why', async () => {
    await setAside('a', 'inventoryUpdater', { Records: ['good'] });
    await setAside('b', 'inventoryUpdater', { Records: ['bad'] });
    await setAside('c', 'profileBuilder', { Records: [1, 2] });
    await setAside('d', 'ancient', { Records: [1] });
    const { code, out, err } = await begin('redrive').ended;
    expect([code, err]).toEqual([1, actsOn('redrive')]);
    expect(out.trimEnd().split('\n')).toEqual([
      'redrive flyhigh-dev: 1 batch went back, 0 undelivered messages went back, 2 failed',
      '  left alone: aws/lambda/d: ancient takes no batches in this stage',
      '  failed: aws/lambda/b: inventoryUpdater ended with Runtime.HandlerError; the log group logs-of-inventoryUpdater says why',
      '  failed: aws/lambda/c: profileBuilder cannot do 2 of its records; the log group logs-of-profileBuilder says why',
    ]);
    const tags = await s3.send(new GetObjectTaggingCommand({ Bucket: 'failed', Key: 'aws/lambda/a' }));
    expect(tags.TagSet).toMatchObject([{ Key: 'redriven' }]);
  });

  it('as JSON too, and asks for no role of the machine', async () => {
    const { code, out } = await begin('redrive', '--json', '--prefix', 'aws/lambda/a').ended;
    expect([code, role.asked]).toEqual([0, 0]);
    expect(JSON.parse(out)).toEqual({
      ...{
        command: 'redrive',
        stack: 'flyhigh-dev',
        region: 'us-east-1',
        account: aws.account,
        endpoint: aws.endpoint,
      },
      ...{ dryRun: false, interrupted: false, batches: [{ key: 'aws/lambda/a', did: 'earlier' }], messages: [] },
    });
  });

  /** A batch by its notice alone, whose function is slow, and messages of which nothing is known: three in all. */
  const leaveMessages = async (name: string) => {
    const key = `aws/lambda/slow-${name}`;
    await setAside(`slow-${name}`, 'inventoryUpdater', { Records: ['slow'] });
    // Later than the batch, which then is found by its notice alone.
    const since = new Date(Date.now() + 1).toISOString();
    const notice = JSON.stringify({ Records: [{ s3: { bucket: { name: 'failed' }, object: { key } } }] });
    for (const MessageBody of [notice, ...Array(2 - ((await waiting()).shown ?? 0)).fill('of unknown origin')])
      await sqs.send(new SendMessageCommand({ ...queue, MessageBody }));
    return since;
  };
  const allHidden = async (ended: Promise<unknown>) => {
    const over = ended.then((how) => Promise.reject(new Error(`it ended before: ${JSON.stringify(how)}`)));
    over.catch(() => {});
    while ((await waiting()).hidden !== 3) await Promise.race([sleep(5), over]);
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('redrive, ended by %s, shows what it received and did not settle', async (signal, expected) => {
    const begun = begin('redrive', '--since', await leaveMessages(signal));
    await allHidden(begun.ended);
    begun.signal(signal);
    const { code, out, err } = await begun.ended;
    expect([code, err]).toEqual([
      expected,
      `${actsOn('redrive')}Ending what was begun, and nothing more. Ctrl-C again ends it at once.\n`,
    ]);
    const [, back = ''] = /: interrupted; until then 0 batches went back, (\d) undelivered/.exec(out) ?? [];
    expect(await waiting()).toEqual({ shown: 3 - Number(back), hidden: 0 });
  });

  it('redrive shows them too when its terminal is closed, where there is nobody left to tell', async () => {
    const since = await leaveMessages('terminal');
    const [, ...program] = packageJson.scripts.redrive.split(' ');
    const begun = beginOnTerminal(['--since', since], emptyFolder('cache'), {
      program,
      env: aws.environment,
      terminal: process.env.PLUMBLINE_PYTHON || 'python3',
    });
    await allHidden(begun.ended);
    begun.closeTerminal();
    await begun.ended;
    expect((await waiting()).hidden).toBe(0);
  });

  it('a stage that is not there is one sentence', async () => {
    const { code, out, err } = await begin('redrive', '--stage', 'prod').ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^there is no stack "flyhigh-prod" in us-east-1: deploy it[^\n]*\n$/);
  });

  it('a part that is not there is one sentence, after where it was looked for', async () => {
    const { code, out, err } = await begin('rebuild').ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(`${actsOn('rebuild')}stack "flyhigh-dev" has no AWS::Glue::Database of "eventCatalogue"\n`);
  });
});
