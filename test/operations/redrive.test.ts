import { beforeEach, describe, expect, it } from 'vitest';
import { outcomeOf } from '../../model/flyhigh/operations/commands/redrive.ts';
import type { RedriveResult } from '../../model/flyhigh/operations/redrive/redrive.ts';
import { noon, traveller } from '../handlers/support/records.ts';
import { arn, type Failures, failures, notice, payload, stillFails } from './support/failures.ts';

let f: Failures;
beforeEach(() => {
  f = failures();
});

describe('batches', () => {
  it('go back to their own functions, are marked, and do not go back again', async () => {
    f.store('aws/lambda/a', 'inventory');
    f.store('aws/lambda/b', 'profiles');
    const tagged = f.objects.get('aws/lambda/b');
    if (tagged) tagged.tags = [{ Key: 'case', Value: '7' }];
    expect((await f.run()).batches).toEqual([
      { key: 'aws/lambda/a', did: 'redriven', functionName: 'inventory' },
      { key: 'aws/lambda/b', did: 'redriven', functionName: 'profiles' },
    ]);
    expect(f.invoked.map(({ FunctionName, Payload }) => [FunctionName, String(Payload)]).sort()).toEqual([
      [arn('inventory'), payload],
      [arn('profiles'), payload],
    ]);
    expect(f.objects.get('aws/lambda/b')?.tags).toEqual([
      { Key: 'case', Value: '7' },
      { Key: 'redriven', Value: '2026-12-01T12:00:00.000Z' },
    ]);
    expect((await f.run()).batches.map(({ did }) => did)).toEqual(['earlier', 'earlier']);
    expect(f.invoked).toHaveLength(2);
    expect((await f.run({ again: true })).batches.map(({ did }) => did)).toEqual(['redriven', 'redriven']);
    expect(f.objects.get('aws/lambda/b')?.tags).toHaveLength(2);
  });

  it('that fail still stay unmarked and are named; the others go on', async () => {
    f.store('aws/lambda/a', 'inventory');
    f.store('aws/lambda/b', 'profiles');
    f.objects.set('aws/lambda/c', { text: `${traveller}, not JSON`, at: noon, tags: [] });
    f.answers = { inventory: stillFails };
    const result = await f.run();
    expect(result.batches).toEqual([
      {
        ...{ key: 'aws/lambda/a', did: 'failed', functionName: 'inventory' },
        why: 'inventory cannot do 1 of its records; the log group logs-of-inventory says why',
      },
      { key: 'aws/lambda/b', did: 'redriven', functionName: 'profiles' },
      { key: 'aws/lambda/c', did: 'failed', why: 'the invocation record is not JSON' },
    ]);
    f.answers = {};
    expect((await f.run()).batches.map(({ did }) => did)).toEqual(['redriven', 'earlier', 'failed']);
  });

  it.each([
    ['the type of its error', { errorType: 'RangeError', errorMessage: traveller }, 'ended with RangeError'],
    ['what ended it', { errorType: 'Sandbox.Timedout', errorMessage: traveller }, 'ended with Sandbox.Timedout'],
    ['no more than Lambda does of one that bears no name', { errorMessage: traveller }, 'ended with Unhandled'],
    ['no type that may be a text', { errorType: `${traveller} is ill` }, 'ended with Unhandled'],
  ])('of a function that fails say %s', async (_what, error, why) => {
    f.store('aws/lambda/a', 'profiles');
    f.answers = { profiles: { FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(error)) } };
    expect((await f.run()).batches).toMatchObject([{ did: 'failed', why: `profiles ${why}` }]);
  });

  it.each([
    ['of figures', 'analytics', 'recount'],
    ['of what heals by itself', 'detector', 'needless'],
    ['of a function that the stage does not know', 'ancient', 'stranger'],
  ] as const)('%s are not handed back but named for what they are', async (_what, functionName, did) => {
    f.store('aws/lambda/a', functionName);
    const why = did === 'stranger' ? { why: 'ancient takes no batches in this stage' } : {};
    for (const write of [false, true])
      expect((await f.run({ write })).batches).toEqual([{ key: 'aws/lambda/a', did, functionName, ...why }]);
    expect(f.invoked).toEqual([]);
    expect(f.objects.get('aws/lambda/a')?.tags).toEqual([]);
  });

  it.each([
    ['since a moment', { since: noon }, ['aws/lambda/new/1']],
    ['below a prefix', { prefix: 'aws/lambda/old/' }, ['aws/lambda/old/1']],
    ['of both', {}, ['aws/lambda/new/1', 'aws/lambda/old/1']],
  ])('%s alone are looked at, and nothing that was rejected', async (_what, options, keys) => {
    f.store('aws/lambda/old/1', 'inventory', noon - 1);
    f.store('aws/lambda/new/1', 'inventory');
    f.store('rejected/1', 'inventory');
    expect((await f.run(options)).batches.map(({ key }) => key)).toEqual(keys);
  });
});

describe('undelivered messages', () => {
  it('about batches leave the queue when the batch went back, now or earlier', async () => {
    f.store('aws/lambda/a', 'inventory');
    f.store('aws/lambda/b', 'profiles');
    f.answers = { profiles: stillFails };
    f.send('m-1', notice('aws/lambda/a'));
    f.send('m-2', notice('aws/lambda/b'));
    f.send('m-3', notice('aws/lambda/a'));
    const result = await f.run();
    expect(result.messages).toEqual([
      { messageId: 'm-1', what: 'notice of aws/lambda/a', did: 'redriven' },
      { messageId: 'm-2', what: 'notice of aws/lambda/b', did: 'failed', why: 'profiles cannot do 1 of its records' },
      { messageId: 'm-3', what: 'notice of aws/lambda/a', did: 'redriven' },
    ]);
    // Each batch once, whoever tells of it.
    expect(f.invoked).toHaveLength(2);
    expect([...f.messages]).toEqual([['m-2', expect.objectContaining({ hidden: false })]]);
  });

  it('about a batch of a function that the stage does not know stay', async () => {
    f.store('aws/lambda/a', 'ancient');
    f.send('m-1', notice('aws/lambda/a'));
    expect((await f.run()).messages).toMatchObject([{ did: 'failed', why: 'ancient takes no batches in this stage' }]);
    expect(f.messages.get('m-1')?.hidden).toBe(false);
  });

  it('of domain events go to the bus again', async () => {
    const detail = { id: 'JFK-LHR#1', eventType: 'HighDemand' };
    const event = { source: 'flyhigh.demandDetector', 'detail-type': 'HighDemand', detail };
    const attributes = {
      RULE_ARN: 'arn:aws:events:us-east-1:0:rule/domain-events/alerts',
      TARGET_ARN: 'arn:aws:sns:x',
    };
    f.send('m-1', JSON.stringify(event), attributes);
    f.send('m-2', 'not JSON', attributes);
    expect((await f.run()).messages.map(({ did }) => did)).toEqual(['redriven', 'failed']);
    expect(f.announced.flatMap(({ Entries }) => Entries)).toEqual([
      {
        EventBusName: 'domain-events',
        Source: 'flyhigh.demandDetector',
        DetailType: 'HighDemand',
        Detail: JSON.stringify(detail),
      },
    ]);
    expect([...f.messages.keys()]).toEqual(['m-2']);
  });

  it('of the schedule start its function, without waiting for it; no other function', async () => {
    const attributes = { SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:0:schedule/default/nightly' };
    f.send('m-1', '{}', { ...attributes, TARGET_ARN: arn('reconciler') });
    f.send('m-2', '{}', { ...attributes, TARGET_ARN: arn('stranger') });
    expect((await f.run()).messages.map(({ did }) => did)).toEqual(['redriven', 'failed']);
    expect(f.invoked).toEqual([{ FunctionName: 'reconciler', InvocationType: 'Event', Payload: '{}' }]);
  });

  it.each([['{}'], ['not JSON'], [JSON.stringify({ Event: 's3:TestEvent' })]])(
    'of unknown origin stay: %s',
    async (body) => {
      f.send('m-1', body);
      expect((await f.run()).messages).toEqual([
        expect.objectContaining({ did: 'failed', why: 'nothing is known to do' }),
      ]);
      expect(f.messages.get('m-1')?.hidden).toBe(false);
    },
  );

  it('sent before the moment asked for stay, and none is looked at when a prefix is given', async () => {
    f.store('aws/lambda/a', 'inventory');
    f.send('m-1', notice('aws/lambda/a'), {}, noon - 1);
    expect((await f.run({ since: noon })).messages).toEqual([]);
    expect(f.messages.get('m-1')?.hidden).toBe(false);
    expect((await f.run({ prefix: 'aws/lambda/' })).messages).toEqual([]);
    expect(f.messages.size).toBe(1);
  });
});

it('only says what it would do', async () => {
  f.store('aws/lambda/a', 'inventory');
  f.store('aws/lambda/b', 'analytics');
  f.send('m-1', notice('aws/lambda/a'));
  const result = await f.run({ write: false });
  expect([...result.batches, ...result.messages].map(({ did }) => did)).toEqual(['would', 'recount', 'would']);
  expect(f.invoked).toEqual([]);
  expect(f.objects.get('aws/lambda/a')?.tags).toEqual([]);
  expect(f.messages.get('m-1')?.hidden).toBe(false);
});

it.each<readonly [string, RedriveResult, boolean, readonly string[], boolean]>([
  [
    'nothing',
    { batches: [], messages: [] },
    false,
    ['0 batches went back, 0 undelivered messages went back, 0 failed'],
    false,
  ],
  [
    'what would be done',
    { batches: [{ key: 'k', did: 'would' }], messages: [{ messageId: 'm', what: 'w', did: 'would' }] },
    true,
    ['1 batch would go back, 1 undelivered message would go back, 0 failed'],
    false,
  ],
  [
    'what was left alone, and why',
    {
      batches: (['earlier', 'recount', 'recount', 'needless', 'interrupted'] as const).map((did) => ({
        key: 'k',
        did,
      })),
      messages: [],
    },
    false,
    [
      '0 batches went back, 0 undelivered messages went back, 0 failed',
      '  left alone: 1 batch that went back earlier; --again takes them too',
      '  left alone: 2 batches of live analytics; recount the hours of their figures instead: npm run recount',
      '  left alone: 1 batch of the demand detector, which needs none: the next changed figure decides again',
      '  left alone: 1 batch that the interruption came before',
    ],
    false,
  ],
  [
    'what somebody has to look at: of a function that is no more',
    { batches: [{ key: 'k', did: 'stranger', why: 'ancient takes no batches in this stage' }], messages: [] },
    false,
    [
      '0 batches went back, 0 undelivered messages went back, 0 failed',
      '  left alone: k: ancient takes no batches in this stage',
    ],
    true,
  ],
  [
    'what somebody has to look at: of what fails still',
    {
      batches: [{ key: 'k', did: 'failed', why: 'no' }],
      messages: [{ messageId: 'm', what: 'a notice', did: 'failed', why: 'nor this' }],
    },
    false,
    [
      '0 batches went back, 0 undelivered messages went back, 2 failed',
      '  failed: k: no',
      '  failed: message m, a notice: nor this',
    ],
    true,
  ],
])('says %s', (_what, result, dryRun, lines, left) => {
  expect(outcomeOf(result, dryRun)).toEqual({ lines, result, left });
});
