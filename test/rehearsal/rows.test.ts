import { describe, expect, it } from 'vitest';
import { emptyLog, type Sent } from '../../model/flyhigh/rehearsal/sending/outbox.ts';
import { sentRows } from '../../model/flyhigh/rehearsal/sending/rows.ts';
import type { Message } from '../../model/flyhigh/rehearsal/traffic/message.ts';
import { traffic } from '../../model/flyhigh/rehearsal/traffic/plan.ts';
import { stamper } from '../../model/flyhigh/rehearsal/traffic/stamp.ts';
import { small, start } from './support/sizes.ts';

const planned = traffic(1, start, small);
const stamp = stamper(
  Array.from({ length: small.travellers }, (_, n) => `6f2c1f0e-5d2b-4c1a-9a53-${String(n).padStart(12, '0')}`),
  () => start,
);
const sent = (message: Message): Sent => ({ message, event: stamp(message), status: 202, tries: 1 });
const rows = (messages: readonly Message[]): ReadonlyMap<string, string> =>
  new Map(
    sentRows({ ...emptyLog(), sent: messages.map(sent) }, planned).map(({ label, value }) => [label, value] as const),
  );

/** A booking of three versions, oldest first. */
function threeVersions(): readonly [Message, Message, Message] {
  const chains = new Map<string, Message[]>();
  for (const message of planned.messages) {
    if (message.bookedAgoMs !== undefined) chains.set(message.chain, [...(chains.get(message.chain) ?? []), message]);
  }
  const [one, two, three] = [...chains.values()].find(({ length }) => length >= 3) ?? [];
  if (!one || !two || !three) throw new Error('no booking of three versions');
  return [one, two, three];
}

describe('what was sent', () => {
  const search = planned.messages.find(({ path }) => path === '/searches');
  if (!search) throw new Error('no search');

  it('is counted as it went out, each event once, whatever was planned', () => {
    const counted = rows([search, search, search]);
    expect(counted.get('Searches')).toBe('1');
    expect(counted.get('Sent again by the sender')).toBe('2');
    expect(counted.get('Bookings and changes')).toBe('0');
    expect(counted.get('Cancellations')).toBe('0');
  });

  it.each([
    ['none in their order', [0, 1, 2], '0'],
    ['one that went before one', [1, 0, 2], '1'],
    ['two that went before the first', [1, 2, 0], '2'],
    ['the last and the second, backwards', [2, 1, 0], '2'],
    ['none by a repetition', [0, 1, 2, 0], '0'],
  ] as const)('tells sales that overtook others: %s', (_, order, overtook) => {
    const versions = threeVersions();
    const counted = rows(order.map((n) => versions[n]));
    expect(counted.get('Sales that overtook an earlier version of their booking')).toBe(overtook);
  });
});
