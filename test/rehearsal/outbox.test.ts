import { describe, expect, it } from 'vitest';
import type { Answer } from '../../model/flyhigh/rehearsal/sending/http.ts';
import { emptyLog, type Log, type Outbox, sendAll } from '../../model/flyhigh/rehearsal/sending/outbox.ts';
import type { Message, Settled, Step } from '../../model/flyhigh/rehearsal/traffic/message.ts';
import { eventOf } from '../../model/flyhigh/rehearsal/traffic/stamp.ts';
import { start } from './support/sizes.ts';

const answer = (status: number): Answer => ({ status, text: '{}', headers: {} });

/** A world in which nothing happens but what is posted. */
const quiet = (post: Outbox['door']['post']): Outbox => ({
  door: { post, read: async () => answer(200), erase: async () => answer(204) },
  stamp: (of) => eventOf(of, start, []),
  poison: async (poison) => ({ poison, shard: '0', sequenceNumber: '1' }),
  deploy: async () => {},
  unsettled: async () => [],
  now: () => 0,
  sleep: async () => {},
});

const message = (n: number, more: Partial<Message> = {}): Message => ({
  key: String(n).padStart(18, '0'),
  chain: String(n),
  path: '/searches',
  agoMs: 0,
  at: n / 100,
  draft: {
    eventType: 'FlightSearched',
    schemaVersion: 1,
    visitorId: '00000000-0000-4000-8000-000000000000',
    origin: 'JFK',
    destination: 'LHR',
    departOn: '2026-07-09',
    party: 1,
    device: 'web',
    consent: false,
  },
  ...more,
});

const send = (n: number): Step => ({ do: 'send', message: message(n) });
const seats: Settled = { flightId: 'FH1-2026-07-09-JFK', cabin: 'Y', sold: 9, level: 1 };

interface Doors {
  /** Called with the body's event id and the try, from 1. */
  readonly post?: (eventId: string, attempt: number) => Promise<Answer> | Answer;
  readonly unsettled?: Outbox['unsettled'];
  readonly deploy?: () => Promise<void>;
}

interface Ran {
  readonly log: Log;
  /** Bodies in the order they were sent. */
  readonly bodies: readonly string[];
  /** What was done, in order. */
  readonly story: readonly string[];
  readonly mostAtOnce: number;
}

async function run(steps: readonly Step[], { post = () => answer(202), unsettled, deploy }: Doors = {}): Promise<Ran> {
  const log = emptyLog();
  const bodies: string[] = [];
  const story: string[] = [];
  const attempts = new Map<string, number>();
  let clock = start;
  let [underWay, mostAtOnce] = [0, 0];
  await sendAll(
    {
      door: {
        async post(_path, body) {
          bodies.push(body);
          underWay += 1;
          mostAtOnce = Math.max(mostAtOnce, underWay);
          const { eventId }: { readonly eventId: string } = JSON.parse(body);
          attempts.set(eventId, (attempts.get(eventId) ?? 0) + 1);
          await Promise.resolve();
          const answered = await post(eventId, attempts.get(eventId) ?? 0);
          underWay -= 1;
          story.push(`post ${eventId.slice(-2)} ${answered.status}`);
          return answered;
        },
        read: async () => answer(200),
        async erase() {
          story.push('erase');
          return answer(204);
        },
      },
      stamp: (of) => eventOf(of, start, []),
      poison: async (poison) => ({ poison, shard: '0', sequenceNumber: '1' }),
      deploy: deploy ?? (async () => {}),
      unsettled: async (wanted) => {
        story.push('await');
        return unsettled ? unsettled(wanted) : [];
      },
      now: () => clock,
      sleep: async (ms) => {
        clock += ms;
      },
    },
    steps,
    log,
  );
  return { log, bodies, story, mostAtOnce };
}

describe('the outbox', () => {
  it.each([0, 429, 500, 503])(
    'sends again what was answered %i, the same to the byte, until it is accepted',
    async (status) => {
      const { log, bodies } = await run([send(1)], { post: (_id, attempt) => answer(attempt < 4 ? status : 202) });
      expect(bodies).toHaveLength(4);
      expect(new Set(bodies).size).toBe(1);
      expect(log.sent).toMatchObject([{ status: 202, tries: 4 }]);
    },
  );

  it.each([400, 403, 415])('takes %i for an answer', async (status) => {
    const { log } = await run([send(1)], { post: () => answer(status) });
    expect(log.sent).toMatchObject([{ status, tries: 1 }]);
  });

  it('gives up in the end, and says so', async () => {
    const { log } = await run([send(1)], { post: () => answer(503) });
    expect(log.sent).toMatchObject([{ status: 503, tries: 60 }]);
  });

  it('has many under way, but no more than 32', async () => {
    const { mostAtOnce, log } = await run(Array.from({ length: 200 }, (_, n) => send(n)));
    expect(log.sent).toHaveLength(200);
    expect(mostAtOnce).toBe(32);
  });

  it('erases when all before has been answered, and sends nothing until it has', async () => {
    const { story, log } = await run([send(1), send(2), { do: 'erase', traveller: 3 }, send(4)]);
    expect(story).toEqual(['post 01 202', 'post 02 202', 'erase', 'post 04 202']);
    expect(log.erased).toMatchObject([{ traveller: 3, status: 204 }]);
  });

  it('waits for seats in the same way, and tells of those that did not come to it', async () => {
    const { story, log } = await run([send(1), { do: 'await', seats: [seats] }, send(2)], {
      unsettled: async (wanted) => wanted,
    });
    expect(story).toEqual(['post 01 202', 'await', 'post 02 202']);
    expect(log.overdue).toEqual([seats]);
  });

  it('deploys beside the traffic', async () => {
    let deployed = () => {};
    const waits = new Promise<void>((resolve) => {
      deployed = resolve;
    });
    const { log } = await run([{ do: 'deploy' }, send(1), send(2)], {
      deploy: () => waits,
      // The deployment ends only because traffic goes on.
      post: (eventId) => {
        if (eventId.endsWith('2')) deployed();
        return answer(202);
      },
    });
    expect(log.sent).toHaveLength(2);
    expect(log.deployed).toHaveLength(1);
  });

  it('keeps to a rate', async () => {
    const log = emptyLog();
    let clock = 0;
    const at: number[] = [];
    const outbox = quiet(async () => {
      at.push(clock);
      return answer(202);
    });
    const sleep = async (ms: number): Promise<void> => {
      clock += ms;
    };
    await sendAll({ ...outbox, now: () => clock, sleep, rate: 50 }, [send(1), send(2), send(3)], log);
    expect(at).toEqual([0, 20, 40]);
  });

  it('ends when nobody waits any more: nothing is tried again, and what is left is not sent', async () => {
    const nobody = new AbortController();
    let [posted, paused] = [0, 0];
    const outbox = quiet(async () => {
      posted += 1;
      if (posted === 3) nobody.abort();
      return answer(0);
    });
    const sleep = async (): Promise<void> => {
      paused += 1;
    };
    const sending = sendAll(
      { ...outbox, sleep, signal: nobody.signal },
      [send(1), { do: 'erase', traveller: 0 }, send(2)],
      emptyLog(),
    );
    await expect(sending).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect([posted, paused]).toEqual([3, 2]);
  });

  it('ends with the first thing that it cannot get over', async () => {
    const broken = run([send(1), send(2)], {
      post: () => {
        throw new Error('no door');
      },
    });
    await expect(broken).rejects.toThrow('no door');
  });
});
