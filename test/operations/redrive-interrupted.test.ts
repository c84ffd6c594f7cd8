import { MessageNotInflight } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { arn, type Failures, failures, notice } from './support/failures.ts';

let f: Failures;
beforeEach(() => {
  f = failures();
});

describe('redrive, interrupted', () => {
  const hidden = () => [...f.messages].filter(([, message]) => message.hidden).map(([id]) => id);
  const at = (command: string, nth: number) => {
    let left = nth;
    f.onRequest = (name) => {
      if (name !== command) return;
      left -= 1;
      if (left === 0) f.interrupted.abort();
    };
  };

  it('ends the batches that it began, marks them, and begins none', async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) f.store(`aws/lambda/${n}`, 'inventory');
    f.send('m-1', notice('aws/lambda/1'));
    f.onRequest = (name) => {
      if (name === 'Invoke') f.interrupted.abort();
      if (name === 'ReceiveMessage') throw new Error('nothing more is to be received');
    };
    const { batches, messages: looked } = await f.run();
    expect(batches.map(({ did }) => did)).toEqual([...Array(4).fill('redriven'), 'interrupted', 'interrupted']);
    expect([...f.objects.values()].map(({ tags }) => tags.length)).toEqual([1, 1, 1, 1, 0, 0]);
    expect(looked).toEqual([]);
    f.interrupted = new AbortController();
    f.onRequest = () => {};
    expect((await f.run()).batches.map(({ did }) => did).slice(4)).toEqual(['redriven', 'redriven']);
  });

  it.each([
    ['while it receives', 'ReceiveMessage', 1, [], ['m-1', 'm-2', 'm-3', 'm-4', 'm-5']],
    ['while it hands one back', 'Invoke', 1, ['m-1'], ['m-2', 'm-3', 'm-4', 'm-5']],
    ['with some that failed in hand', 'ReceiveMessage', 2, ['m-1'], ['m-2', 'm-3', 'm-4', 'm-5']],
    ['while it removes one', 'DeleteMessage', 2, ['m-1', 'm-4'], ['m-2', 'm-3', 'm-5']],
  ])('%s: shows again whatever it received and did not settle', async (_what, command, nth, settled, left) => {
    const attributes = { SCHEDULE_ARN: 'arn', TARGET_ARN: arn('reconciler') };
    for (const n of [1, 4, 5]) f.send(`m-${n}`, '{}', attributes);
    for (const n of [2, 3]) f.send(`m-${n}`, 'of unknown origin');
    f.messages = new Map([...f.messages].sort());
    at(command, nth);
    const result = await f.run();
    expect(result.messages.filter(({ did }) => did === 'redriven').map(({ messageId }) => messageId)).toEqual(settled);
    expect([...f.messages.keys()]).toEqual(left);
    expect(hidden()).toEqual([]);
  });

  it.each([
    ['the queue gives no more', 'ReceiveMessage', 2],
    ['a message cannot be removed', 'DeleteMessage', 1],
    ['one of them cannot be shown', 'ChangeMessageVisibility', 1],
  ])('by a failure, as when %s: shows the others again, and fails', async (_what, command, nth) => {
    for (const n of [1, 2, 3]) f.send(`m-${n}`, 'of unknown origin');
    f.send('m-0', '{}', { SCHEDULE_ARN: 'arn', TARGET_ARN: arn('reconciler') });
    f.messages = new Map([...f.messages].sort());
    let left = nth;
    f.onRequest = (name) => {
      if (name !== command) return;
      left -= 1;
      if (left === 0) throw new Error('down');
    };
    await expect(f.run()).rejects.toThrow('down');
    expect(hidden()).toEqual(command === 'ChangeMessageVisibility' ? ['m-1'] : []);
  });

  it('for so long that its messages are seen already: does not mind', async () => {
    f.send('m-1', 'of unknown origin');
    f.onRequest = (name) => {
      if (name === 'ChangeMessageVisibility') throw new MessageNotInflight({ $metadata: {}, message: 'not in flight' });
    };
    expect((await f.run()).messages.map(({ did }) => did)).toEqual(['failed']);
  });
});
