import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../model/flyhigh/handlers/insights/handler.ts';
import { day, departure, iso, minute, noon, outbound, traveller } from './support/records.ts';
import { type Asked, proxyRequest } from './support/requests.ts';
import { type World, world } from './support/world.ts';

const stranger = '11111111-2222-3333-4444-555555555555';
let w: World;
let handle: ReturnType<typeof createHandler>;
beforeEach(() => {
  w = world(noon);
  handle = createHandler({
    ...w.said,
    clock: w.clock,
    db: w.store.client,
    figuresTable: 'figures',
    demandTable: 'demand',
    seatTable: 'seats',
    profileTable: 'profiles',
  });
});

const put = (TableName: string, Item: Record<string, unknown>) =>
  w.store.client.send(new PutCommand({ TableName, Item }));
async function ask(method: string, resource: string, asked: Asked = {}) {
  const { statusCode, body, headers } = await handle(proxyRequest(method, resource, asked));
  return { status: statusCode, body: body === '' ? undefined : JSON.parse(body), cache: headers?.['cache-control'] };
}
const lease = (route: string, highUntil: number) =>
  put('demand', {
    route,
    item: 'lease',
    since: noon - minute,
    highUntil,
    renewedAt: noon - minute,
    score: 7.5,
    announced: true,
    hotKey: 'HOT',
  });

describe('demand', () => {
  const demand = () => ask('GET', '/routes/{route}/demand', { parameters: { route: 'JFK-LHR' } });

  it('is high under a lease', async () => {
    await lease('JFK-LHR', noon + minute);
    expect(await demand()).toEqual({
      status: 200,
      body: { route: 'JFK-LHR', high: true, since: iso(noon - minute), highUntil: iso(noon + minute), score: 7.5 },
      cache: 'max-age=5',
    });
  });

  it('is not high once the lease has lapsed, or without one', async () => {
    const low = { status: 200, body: { route: 'JFK-LHR', high: false }, cache: 'max-age=5' };
    expect(await demand()).toEqual(low);
    await lease('JFK-LHR', noon);
    expect(await demand()).toEqual(low);
  });
});

describe('figures', () => {
  it('are those of the last hour, shards together, a recount before them', async () => {
    const figure = (minuteKey: string, counts: object) => put('figures', { route: 'JFK-LHR', minuteKey, ...counts });
    await figure('2026-12-01T11:00#looks#1', { searches: 99 });
    await figure('2026-12-01T11:01#looks#1', { searches: 1, lastSeq: '1' });
    await figure('2026-12-01T12:00#looks#1', { searches: 2 });
    await figure('2026-12-01T12:00#looks#2', { searches: 3 });
    await figure('2026-12-01T12:00#sales#1', { bookings: 1, seats: 4, cancelled: 2 });
    await figure('2026-12-01T11:30#looks#1', { searches: 50 });
    await figure('2026-12-01T11:30#final', { searches: 7, bookings: 0, seats: 0, cancelled: 0 });
    const { body } = await ask('GET', '/routes/{route}/figures', { parameters: { route: 'JFK-LHR' } });
    expect(body).toEqual({
      route: 'JFK-LHR',
      minutes: [
        { minute: '2026-12-01T11:01Z', searches: 1, bookings: 0, seats: 0, cancelled: 0 },
        { minute: '2026-12-01T11:30Z', searches: 7, bookings: 0, seats: 0, cancelled: 0 },
        { minute: '2026-12-01T12:00Z', searches: 5, bookings: 1, seats: 4, cancelled: 2 },
      ],
    });
  });
});

describe('seats', () => {
  it('are what each cabin has left to sell, never less than none', async () => {
    const seats = (cabin: string, sold: number) =>
      put('seats', { flightId: outbound, cabin, sold, capacity: 100, sellLimit: 105 });
    await seats('Y', 98);
    await seats('J', 110);
    const { body } = await ask('GET', '/flights/{id}/seats', { parameters: { id: outbound } });
    expect(body).toEqual({
      flightId: outbound,
      cabins: [
        { cabin: 'J', seatsLeft: 0 },
        { cabin: 'Y', seatsLeft: 7 },
      ],
    });
  });

  it('of a cabin that no sale has told the limit of are left out', async () => {
    await put('seats', { flightId: outbound, cabin: 'Y', sold: -2, updatedAt: noon, departsAt: departure });
    expect((await ask('GET', '/flights/{id}/seats', { parameters: { id: outbound } })).status).toBe(404);
    await put('seats', { flightId: outbound, cabin: 'J', sold: 1, capacity: 8, sellLimit: 8 });
    const { body } = await ask('GET', '/flights/{id}/seats', { parameters: { id: outbound } });
    expect(body).toEqual({ flightId: outbound, cabins: [{ cabin: 'J', seatsLeft: 7 }] });
  });

  it("are shown up to nine: how far a flight is overbooked is nobody's business", async () => {
    await put('seats', { flightId: outbound, cabin: 'Y', sold: 0, capacity: 100, sellLimit: 105 });
    const { body } = await ask('GET', '/flights/{id}/seats', { parameters: { id: outbound } });
    expect(body).toEqual({ flightId: outbound, cabins: [{ cabin: 'Y', seatsLeft: 9 }] });
  });

  it('of an unknown flight are not found', async () => {
    expect((await ask('GET', '/flights/{id}/seats', { parameters: { id: outbound } })).status).toBe(404);
  });
});

it.each([
  ['/routes/{route}/demand', { route: 'ALL' }],
  ['/routes/{route}/figures', { route: 'JFK-LHR\n' }],
  ['/routes/{route}/figures', { route: 'jfk-lhr' }],
  ['/flights/{id}/seats', { id: 'FH1' }],
])('%s refuses %j and reads nothing', async (resource, parameters) => {
  expect((await ask('GET', resource, { parameters })).status).toBe(400);
  expect(w.store.commands).toEqual([]);
});

it('answers 404 to what is no route of its own', async () => {
  expect((await ask('POST', '/me/profile', { sub: traveller })).status).toBe(404);
});

describe('a traveller', () => {
  const interests = { LHR: 8, CDG: 7.5, NRT: 4, SFO: 3, MUC: 2, ZRH: 1, OSL: 0.06, GVA: -0.5 };
  beforeEach(async () => {
    const item = { asOf: noon, cabins: { Y: 9, J: 0.01 }, v: 1 };
    await put('profiles', { travellerRef: traveller, interests, ...item });
    await put('profiles', { travellerRef: stranger, interests: { BOM: 5 }, ...item });
  });

  it('is offered the five dearest destinations, those in demand first', async () => {
    await lease('JFK-CDG', noon + minute);
    await lease('JFK-NRT', noon - minute);
    const { body, cache } = await ask('GET', '/me/offers', { sub: traveller });
    expect(body).toEqual({
      offers: [
        { destination: 'CDG', score: 9, highDemand: true },
        { destination: 'LHR', score: 8, highDemand: false },
        { destination: 'NRT', score: 4, highDemand: false },
        { destination: 'SFO', score: 3, highDemand: false },
        { destination: 'MUC', score: 2, highDemand: false },
      ],
    });
    expect(cache).toBe('no-store');
  });

  it('sees what is remembered, without what has faded away', async () => {
    w.clock.at = noon + 14 * day;
    const { body } = await ask('GET', '/me/profile', { sub: traveller });
    expect(body.asOf).toBe(iso(noon));
    expect(body.interests.map(({ name, score }: { name: string; score: number }) => [name, score])).toEqual([
      ['LHR', 4],
      ['CDG', 3.75],
      ['NRT', 2],
      ['SFO', 1.5],
      ['MUC', 1],
      ['ZRH', 0.5],
    ]);
    expect(body.cabins).toEqual([{ name: 'Y', score: 4.5 }]);
  });

  it.each(['GET', 'DELETE'])('is nobody without a token: %s', async (method) => {
    const before = await w.store.items('profiles');
    const { status } = await ask(method, '/me/profile', { headers: { 'x-traveller': traveller } });
    expect(status).toBe(401);
    expect(await w.store.items('profiles')).toEqual(before);
  });

  it('is who the token names, whatever else the request says', async () => {
    const claims = {
      sub: stranger,
      headers: { 'x-traveller': traveller },
      query: { sub: traveller, travellerRef: traveller },
      parameters: { sub: traveller, travellerRef: traveller },
      body: JSON.stringify({ sub: traveller, travellerRef: traveller }),
    };
    expect((await ask('GET', '/me/offers', claims)).body.offers).toEqual([
      { destination: 'BOM', score: 5, highDemand: false },
    ]);
    expect((await ask('DELETE', '/me/profile', claims)).status).toBe(204);
    const profiles = await w.store.items('profiles');
    expect(profiles.find((item) => item.travellerRef === traveller)).toMatchObject({ interests });
    expect(profiles.find((item) => item.travellerRef === stranger)).not.toHaveProperty('interests');
  });

  it('is not found once erased, and has no offers', async () => {
    await ask('DELETE', '/me/profile', { sub: traveller });
    expect((await ask('GET', '/me/profile', { sub: traveller })).status).toBe(404);
    expect((await ask('GET', '/me/offers', { sub: traveller })).body).toEqual({ offers: [] });
  });

  it('is not named in what is said of a failure', async () => {
    w.store.hooks.before = () => {
      throw new Error(`down for ${traveller}`);
    };
    expect(await ask('GET', '/me/profile', { sub: traveller })).toEqual({
      status: 500,
      body: undefined,
      cache: 'no-store',
    });
    expect(w.said.lines.join()).not.toContain(traveller);
    expect(w.said.counts.get('RequestsFailed')).toBe(1);
  });
});
