import Ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import bookingSchema from '../../model/flyhigh/events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../model/flyhigh/events/cancellation.schema.json' with { type: 'json' };
import searchSchema from '../../model/flyhigh/events/search.schema.json' with { type: 'json' };
import type { Arrival } from '../../model/flyhigh/rehearsal/reference/arrivals.ts';
import { dueDemand } from '../../model/flyhigh/rehearsal/reference/demand.ts';
import { dueLevels } from '../../model/flyhigh/rehearsal/reference/levels.ts';
import { type Sizes, scenarios, sizes } from '../../model/flyhigh/rehearsal/scenarios.ts';
import type { Message, Path } from '../../model/flyhigh/rehearsal/traffic/message.ts';
import { seatKey } from '../../model/flyhigh/rehearsal/traffic/network.ts';
import { eraser, type Traffic, traffic } from '../../model/flyhigh/rehearsal/traffic/plan.ts';
import type { Story } from '../../model/flyhigh/rehearsal/traffic/routes.ts';
import { eventOf, stamper } from '../../model/flyhigh/rehearsal/traffic/stamp.ts';
import { small, start } from './support/sizes.ts';

const seeds = [1, 2, 3, 20_261_224];
const proof = sizeOf('proof');
const made = new Map<string, Traffic>();
const planned = plannedOf(1, 'proof');
const refs = Array.from(
  { length: proof.travellers },
  (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
);

describe('the proof’s traffic', () => {
  it.each(seeds)('is as much as was promised, from seed %i', (seed) => {
    const { messages, flights, routes } = plannedOf(seed, 'proof');
    const count = (...types: readonly string[]) =>
      messages.filter(({ draft }) => types.includes(draft.eventType)).length;
    expect(flights).toHaveLength(50);
    expect(count('BookingConfirmed', 'BookingChanged')).toBeGreaterThanOrEqual(6_000);
    expect(count('BookingCancelled')).toBeGreaterThanOrEqual(2_000);
    expect(count('FlightSearched')).toBeGreaterThanOrEqual(12_000);
    expect(routes.filter(({ story }) => story === 'surge' || story === 'surgeAgain').length).toBeGreaterThanOrEqual(3);
  });

  it('repeats one in twenty messages as they were', () => {
    const keys = sends(planned).map(({ key }) => key);
    const again = keys.length - new Set(keys).size;
    expect(again / planned.messages.length).toBeCloseTo(0.05, 3);
    const stamp = stamper(refs, counting());
    const events = sends(planned).map((message) => JSON.stringify(stamp(message)));
    expect(new Set(events).size).toBe(new Set(keys).size);
  });

  it('sends one in twenty sales before an earlier version of its booking, cancellations before bookings among them', () => {
    const seen = new Set<string>();
    const highest = new Map<string, number>();
    let [late, cancelledFirst] = [0, 0];
    for (const { key, draft } of sends(planned)) {
      if (draft.eventType === 'FlightSearched' || seen.has(key)) continue;
      seen.add(key);
      const before = highest.get(draft.bookingId) ?? 0;
      if (before > draft.bookingVersion) late += 1;
      if (before === 0 && draft.eventType === 'BookingCancelled') cancelledFirst += 1;
      highest.set(draft.bookingId, Math.max(before, draft.bookingVersion));
    }
    expect(late / seen.size).toBeGreaterThanOrEqual(0.049);
    expect(cancelledFirst).toBeGreaterThan(20);
  });

  it('breaks one in a hundred, each kind of fault on each route', () => {
    const broken = planned.steps.flatMap((step) => (step.do === 'break' ? [step.malformed] : []));
    expect(broken.length / planned.steps.length).toBeGreaterThanOrEqual(0.0095);
    const kinds = new Map<string, Set<Path>>();
    for (const { kind, path } of broken) kinds.set(kind, (kinds.get(kind) ?? new Set()).add(path));
    expect(kinds.size).toBe(13);
    for (const paths of kinds.values())
      expect([...paths].sort()).toEqual(['/bookings', '/cancellations', '/me/searches', '/searches']);
  });

  it('leaves out versions that were lost on their way, and sales of flights long gone', () => {
    const versions = new Map<string, number[]>();
    const gone = new Set(planned.flights.filter(({ departed }) => departed).map(({ flightId }) => flightId));
    let late = 0;
    for (const { draft } of planned.messages) {
      if (draft.eventType === 'FlightSearched') continue;
      versions.set(draft.bookingId, [...(versions.get(draft.bookingId) ?? []), draft.bookingVersion]);
      if (draft.segments.some(({ flightId }) => gone.has(flightId))) late += 1;
    }
    const holes = [...versions.values()].filter((list) => Math.max(...list) > list.length);
    expect(holes.length).toBeGreaterThan(50);
    expect(late).toBeGreaterThan(20);
  });
});

describe('traffic', () => {
  it('is the same for the same seed and start, and another for another seed', () => {
    expect(traffic(5, start, small)).toEqual(traffic(5, start, small));
    expect(traffic(6, start, small).steps).not.toEqual(traffic(5, start, small).steps);
  });

  it('keeps its contracts in every good event, and breaks them in every malformed one', () => {
    const checks = validators();
    const stamp = stamper(refs, counting());
    for (const message of planned.messages)
      expect([message.path, checks[message.path](stamp(message))]).toEqual([message.path, true]);
    for (const step of planned.steps) {
      if (step.do !== 'break' || step.malformed.answer !== 400) continue;
      const { kind, path, body } = step.malformed;
      expect([kind, checks[path](parsed(body))]).toEqual([kind, false]);
    }
  });

  it('keeps ids apart, and gives each the time at which its event happened', () => {
    const stamp = stamper(refs, counting());
    const events = planned.messages.map(stamp);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    for (const { eventId, eventTime } of events.slice(0, 500)) {
      expect(Number.parseInt(eventId.replace('-', '').slice(0, 12), 16)).toBe(Date.parse(eventTime));
    }
  });

  it('lets nothing happen later than it is sent, but for clocks that run ahead', () => {
    const ahead = planned.messages.filter(({ agoMs }) => agoMs < 0);
    expect(ahead.length / planned.messages.length).toBeLessThan(0.01);
    expect(ahead.every(({ draft }) => draft.eventType === 'FlightSearched')).toBe(true);
  });

  const everySize = scenarios.flatMap(({ id }) => seeds.map((seed) => [id, seed] as const));
  it.each(everySize)('leaves no doubt about the alerts that are due (%s, seed %i)', (scenario, seed) => {
    const of = plannedOf(seed, scenario);
    const levels = dueLevels(of.steps, of.flights, settledOf(of));
    expect([...levels].filter(([, { doubt }]) => doubt !== undefined)).toEqual([]);
    const alerts = of.full.map(({ flight, cabin, fate }) => [
      fate,
      levels.get(seatKey({ flightId: flight.flightId, cabin }))?.alerts.join(' '),
      levels.get(seatKey({ flightId: flight.flightId, cabin }))?.level,
    ]);
    for (const due of alerts) expect(dueOf).toContainEqual(due);
    const raised = [...levels].filter(([key, due]) => due.alerts.length > 0 && !settledOf(of).has(key));
    expect(raised).toEqual([]);
  });

  it.each(everySize)(
    'surges where it is meant to and nowhere else, at whatever pace it is sent (%s, seed %i)',
    (scenario, seed) => {
      const of = plannedOf(seed, scenario);
      for (const runMs of [20_000, 200_000, 1_800_000]) {
        // Across a full hour, and across the moment from which an hour may be folded.
        for (const begin of [start, Date.parse('2026-07-01T12:59:10.000Z'), Date.parse('2026-07-01T13:14:20.000Z')]) {
          const demand = dueDemand(searchesOf(of, begin, runMs), of.seeded, begin);
          const stories = of.routes.map(({ seeded, story }) => [
            seeded.route,
            story,
            demand.get(seeded.route)?.due ?? 'notDue',
          ]);
          const wrong = stories.filter(([, story, due]) => due !== (surging.has(String(story)) ? 'due' : 'notDue'));
          expect(wrong).toEqual([]);
        }
      }
    },
  );

  it('has a route that misses each single condition of high demand', () => {
    const stories = new Set(planned.routes.map(({ story }) => story));
    const every: readonly Story[] = [
      'usual',
      'surge',
      'surgeAgain',
      'goesOn',
      'unannounced',
      'rising',
      'erratic',
      'small',
      'young',
      'unknown',
    ];
    expect([...stories].sort()).toEqual([...every].sort());
    const demand = dueDemand(searchesOf(planned, start, 60_000), planned.seeded, start);
    const by = (story: Story) => {
      const route = planned.routes.find((each) => each.story === story);
      const most = demand.get(route?.seeded.route ?? '')?.most ?? 0;
      const usual = (route?.seeded.slot?.m ?? 0) / 12;
      const spread = Math.sqrt(Math.max(usual, (route?.seeded.slot?.v ?? 0) / 12, 1));
      return {
        thirty: most >= 30,
        twice: most >= 2 * usual,
        six: most - usual >= 6 * spread,
        weeks: route?.seeded.slot?.n ?? 0,
      };
    };
    expect(by('small')).toEqual({ thirty: false, twice: true, six: true, weeks: 5 });
    expect(by('rising')).toEqual({ thirty: true, twice: false, six: true, weeks: 5 });
    expect(by('erratic')).toEqual({ thirty: true, twice: true, six: false, weeks: 5 });
    expect(by('young')).toEqual({ thirty: true, twice: true, six: true, weeks: 2 });
  });

  it('makes beyond doubt what its eraser did before and after', () => {
    const erasedAt = planned.steps.findIndex(({ do: what }) => what === 'erase');
    const own = planned.steps.flatMap((step, index) =>
      step.do === 'send' && step.message.traveller === eraser ? [{ index, message: step.message }] : [],
    );
    const begun = new Map<string, number>();
    for (const { index, message } of own) if (!begun.has(message.chain)) begun.set(message.chain, index);
    const after = own.filter(({ message }) => (begun.get(message.chain) ?? 0) > erasedAt);
    expect(after.length).toBeGreaterThan(5);
    for (const { message } of after) expect([message.path, message.agoMs]).toEqual(['/me/searches', 0]);
    expect(own.length - after.length).toBeGreaterThan(20);
  });

  it('gives its eraser no clock that runs ahead: sent again after the erasure, such an event is counted', () => {
    const of = traffic(5, start, { ...small, travellers: 2, searches: 12_000 });
    const clocks = of.messages.filter(({ traveller }) => traveller === eraser).map(({ agoMs }) => agoMs);
    expect(clocks.length).toBeGreaterThan(500);
    expect(Math.min(...clocks)).toBeGreaterThanOrEqual(0);
  });
});

const surging = new Set(['surge', 'surgeAgain', 'unannounced']);

const dueOf = [
  ['soldOut', 'SeatsLow', 1],
  ['oversold', 'SeatsLow Oversold', 2],
  ['refilled', 'SeatsLow SeatsLow', 1],
  ['relieved', 'SeatsLow Oversold', 0],
  ['overbooked', 'SeatsLow Oversold', 2],
];

function plannedOf(seed: number, scenario: string): Traffic {
  const known = made.get(`${scenario} ${seed}`) ?? traffic(seed, start, sizeOf(scenario));
  made.set(`${scenario} ${seed}`, known);
  return known;
}

function sizeOf(scenario: string): Sizes {
  const size = sizes[scenario];
  if (!size) throw new RangeError(scenario);
  return size;
}

function sends({ steps }: Traffic): readonly Message[] {
  return steps.flatMap((step) => (step.do === 'send' ? [step.message] : []));
}

function settledOf({ full }: Traffic): ReadonlySet<string> {
  return new Set(full.map(({ flight, cabin }) => seatKey({ flightId: flight.flightId, cabin })));
}

/** A clock that is one millisecond on each time it is asked. */
function counting(): () => number {
  let now = start;
  return () => {
    now += 1;
    return now;
  };
}

/** The searches among all that is sent, each at the moment that a run of that length sends it. */
function searchesOf(of: Traffic, begin: number, runMs: number): readonly Arrival[] {
  const moments = new Map<string, number>();
  const all = sends(of);
  return all.flatMap((message, index): readonly Arrival[] => {
    if (message.draft.eventType !== 'FlightSearched') return [];
    const receivedAt = begin + Math.floor((runMs * index) / all.length);
    const moment = moments.get(message.chain) ?? receivedAt;
    moments.set(message.chain, moment);
    const event = eventOf(message, moment, refs);
    return [{ stream: 's', shard: '0', sequenceNumber: String(index), receivedAt, event }];
  });
}

function validators(): Readonly<Record<Path, (event: unknown) => boolean>> {
  const ajv = new Ajv.default({ strict: false, validateSchema: false });
  const check = (schema: object) => {
    const validate = ajv.compile(schema);
    return (event: unknown) => validate(event) === true;
  };
  const search = check(searchSchema);
  return {
    '/bookings': check(bookingSchema),
    '/cancellations': check(cancellationSchema),
    '/searches': search,
    '/me/searches': search,
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
