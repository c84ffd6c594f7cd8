import type { TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { cancelled } from '../../support/dynamodb-double.ts';
import { type InventoryHandler, inventoryUpdater } from '../support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  failures,
  minute,
  noon,
  outbound,
  rawRecord,
  record,
  segment,
  sequence,
  traveller,
} from '../support/records.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let handle: InventoryHandler;
beforeEach(() => {
  w = world(noon);
  handle = inventoryUpdater(w);
});

const sold = async (flightId = outbound, cabin = 'Y') =>
  (await w.store.items('seats')).find((item) => item.flightId === flightId && item.cabin === cabin)?.sold;

const done = failures();

describe('what goes wrong', () => {
  const cancelledBy = (code: string) => cancelled([{ Code: 'None' }, { Code: code }]);
  const conflict = () => cancelledBy('TransactionConflict');

  it('names what it did not do of a booking from the first that failed, and does the others', async () => {
    w.store.hooks.before = (command, input) => {
      if (command !== 'TransactWriteItems') return;
      const [ledger] = (input as TransactWriteItemsCommandInput).TransactItems ?? [];
      if (ledger?.Put?.Item?.bookingId?.S === 'BAD001') throw new Error('down');
    };
    const response = await handle(
      batch(
        record(booking({ bookingId: 'GOOD01' }), { sequenceNumber: sequence(1) }),
        record(booking({ bookingId: 'BAD001' }), { sequenceNumber: sequence(2) }),
        record(cancellation({ bookingId: 'BAD001' }), { sequenceNumber: sequence(3) }),
        record(booking({ bookingId: 'GOOD02' }), { sequenceNumber: sequence(4) }),
      ),
    );
    expect(response).toEqual(failures(sequence(2), sequence(3)));
    expect(await sold()).toBe(4);
  });

  it('tries again where transactions meet, with the same request', async () => {
    const requests: unknown[] = [];
    let conflicts = 5;
    w.store.hooks.before = (command, input) => {
      if (command !== 'TransactWriteItems') return;
      requests.push(input);
      conflicts -= 1;
      if (conflicts >= 0) throw conflict();
    };
    expect(await handle(batch(record(booking())))).toEqual(done);
    expect(await sold()).toBe(2);
    expect(requests).toHaveLength(6);
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'tries again where a transaction is cancelled by %s',
    async (code) => {
      w.store.hooks.before = (command) => {
        if (command !== 'TransactWriteItems') return;
        delete w.store.hooks.before;
        throw cancelledBy(code);
      };
      expect(await handle(batch(record(booking())))).toEqual(done);
      expect(await sold()).toBe(2);
    },
  );

  it('does not try again where a transaction is cancelled by what stays as it is', async () => {
    let requests = 0;
    w.store.hooks.before = (command) => {
      if (command !== 'TransactWriteItems') return;
      requests += 1;
      throw cancelledBy('ValidationError');
    };
    expect(await handle(batch(record(booking(), { sequenceNumber: sequence(1) })))).toEqual(failures(sequence(1)));
    expect(requests).toBe(1);
  });

  it('gives a record back that meets others without end', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'TransactWriteItems') throw conflict();
    };
    const sale = record(booking(), { sequenceNumber: sequence(7) });
    expect(await handle(batch(sale))).toEqual(failures(sequence(7)));
    delete w.store.hooks.before;
    expect(await handle(batch(sale))).toEqual(done);
    expect(await sold()).toBe(2);
  });

  it('reads again when another worker settled the same booking meanwhile', async () => {
    const other = inventoryUpdater(w);
    const tokens: (string | undefined)[] = [];
    w.store.hooks.before = async (command, input) => {
      if (command !== 'TransactWriteItems') return;
      tokens.push((input as TransactWriteItemsCommandInput).ClientRequestToken);
      if (tokens.length > 1) return;
      await other(batch(record(booking({ bookingVersion: 2, segments: [segment(5)] }))));
    };
    await handle(batch(record(booking({ bookingVersion: 3, segments: [segment(4)] }))));
    expect(await sold()).toBe(4);
    expect((await w.store.items('ledger'))[0]).toMatchObject({ version: 3 });
    // First try, the other worker, second try: another read is another request.
    expect(new Set(tokens).size).toBe(3);
  });

  it('takes a transaction whose answer was lost for done', async () => {
    w.store.hooks.after = (command) => {
      if (command !== 'TransactWriteItems') return;
      delete w.store.hooks.after;
      throw new Error('cut off');
    };
    const sale = record(booking(), { sequenceNumber: sequence(1) });
    expect(await handle(batch(sale))).toEqual(failures(sequence(1)));
    w.clock.at += minute;
    expect(await handle(batch(sale))).toEqual(done);
    expect(await sold()).toBe(2);
  });

  it('settles two bookings that bear the same event id', async () => {
    const [one, other] = [booking({ bookingId: 'GOOD01' }), booking({ bookingId: 'GOOD02' })];
    expect(await handle(batch(record(one), record({ ...other, eventId: one.eventId })))).toEqual(done);
    expect((await w.store.items('ledger')).map(({ bookingId }) => bookingId)).toEqual(['GOOD01', 'GOOD02']);
    expect(await sold()).toBe(4);
  });

  it.each([
    ['no JSON', 'not JSON', 'not JSON'],
    ['no envelope', '{"event":{"eventType":"BookingConfirmed"}}', "/ must have required property 'meta'"],
    ['another event', envelope({ eventType: 'FlightSearched' }), '/event/eventType is of no contract'],
    [
      'a field of another shape',
      envelope({ ...booking(), bookingId: 'lower' }),
      expect.stringMatching(/^\/event\/bookingId must match pattern/),
    ],
  ])('sets %s aside with its reason, and says nothing of what it held', async (_what, text, reason) => {
    const bad = rawRecord(text, { sequenceNumber: sequence(5) });
    expect(await handle(batch(bad, record(booking())))).toEqual(done);
    expect(await handle(batch(bad))).toEqual(done);
    expect([...w.objects.keys()]).toEqual([`rejected/sales/shardId-000000000000/${sequence(5)}.json`]);
    const object = JSON.parse([...w.objects.values()][0] ?? '');
    expect(object).toEqual({
      reason,
      stream: 'sales',
      shard: 'shardId-000000000000',
      sequenceNumber: sequence(5),
      data: bad.kinesis.data,
    });
    expect(await sold()).toBe(2);
    expect(w.said.counts.get('EventsRejected')).toBe(2);
    expect(w.said.lines.join()).not.toContain('lower');
  });

  it.each([
    ['counts a sale whose id of the API has other characters', 'Root=1-67891233:abc~.$', 2],
    ['counts a sale whose id of the API is as long as may be', 'x'.repeat(256), 2],
    ['sets aside a sale whose id of the API has no end', 'x'.repeat(257), undefined],
    ['sets aside a sale without an id of the API', '', undefined],
  ])('%s', async (_what, requestId, seats) => {
    const text = JSON.stringify({ meta: { receivedAt: noon, requestId }, event: booking() });
    expect(await handle(batch(rawRecord(text)))).toEqual(done);
    expect(await sold()).toBe(seats);
    expect(w.objects.size).toBe(seats === undefined ? 1 : 0);
    if (requestId !== '') expect(w.said.lines.join()).not.toContain(requestId);
  });

  it('keeps a malformed record that could not be set aside', async () => {
    w.outage.s3 = new Error('down');
    expect(await handle(batch(rawRecord('{', { sequenceNumber: sequence(5) })))).toEqual(failures(sequence(5)));
  });

  it('accepts a field that a later version of the contract added', async () => {
    expect(await handle(batch(record({ ...booking(), loyaltyTier: 'gold' })))).toEqual(done);
    expect(await sold()).toBe(2);
  });

  it('never says who travels', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'TransactWriteItems') throw new Error('down');
    };
    const sale = booking({ travellerRef: traveller });
    await handle(batch(record(sale)));
    delete w.store.hooks.before;
    await handle(batch(record(sale)));
    expect(w.said.lines.join()).toContain(sale.eventId);
    expect(w.said.lines.join()).not.toContain(traveller);
  });
});

function envelope(event: object): string {
  return JSON.stringify({ meta: { receivedAt: noon, requestId: 'r', source: 's', principal: 'p' }, event });
}
