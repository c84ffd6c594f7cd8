// No log line, metric or error of any handler says anything of a person, whether all goes well or anything fails.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Case, cases, furnished } from './support/functions.ts';
import { found, marks, otherEventId, requestId } from './support/marked.ts';
import { deployed, written } from './support/output.ts';
import type { World } from './support/world.ts';

const { travellerRef, visitorId, agencyId } = marks;

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'flyhigh');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** As AWS does, an error quotes what it refused: here, everything. */
const telling = (name: string) => Object.assign(new Error(`refused ${Object.values(marks).join(' ')}`), { name });
const errorNames = ['Error', 'ValidationException', 'ConditionalCheckFailedException', 'ThrottlingException'];

interface Schema {
  readonly 'x-class'?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

function personalIn({ properties = {}, items }: Schema): readonly string[] {
  const own = Object.entries(properties).flatMap(([name, part]) => ('x-class' in part ? [name] : personalIn(part)));
  return items ? [...own, ...personalIn(items)] : own;
}

it('every field that a schema marks as personal has a mark', () => {
  const files = readdirSync('model/flyhigh/events').map((file) => `model/flyhigh/events/${file}`);
  const personal = [...files, 'model/flyhigh/handlers/common/envelope.schema.json'].flatMap((file) =>
    personalIn(JSON.parse(readFileSync(file, 'utf8'))),
  );
  expect(new Set(personal)).toEqual(new Set(['travellerRef', 'visitorId']));
  for (const name of personal) expect(Object.keys(marks)).toContain(name);
});

it('what is looked for would be found', async () => {
  const handle = deployed<object, void>('probe', ({ logger, metrics }) => async () => {
    logger.error('failed', { who: { travellerRef } });
    metrics.addMetric(visitorId, 'Count', 1);
    throw telling('Error');
  });
  const text = await written(() => handle({}));
  expect(found(text)).toContain(travellerRef);
  expect(found(text)).toContain(visitorId);
  expect(found(Buffer.from(`x ${agencyId} y`).toString('base64') + travellerRef.replaceAll('-', ''))).toHaveLength(1);
});

it('what is searched holds log lines and metrics', async () => {
  const given = cases['inventory-updater'];
  if (!given) throw new Error('no such case');
  const { text } = await run(given);
  for (const said of ['event settled', 'event rejected', '"EventsApplied":', '"OversoldAnnounced":1']) {
    expect(text).toContain(said);
  }
});

async function run({ build, events }: Case, prepare: (w: World) => void = () => {}, malformedToo = true) {
  const w = await furnished();
  prepare(w);
  const handle = build(w);
  const before = w.store.commands.length;
  const text = await written(async () => {
    for (const event of events(malformedToo)) await handle(event as never);
  });
  return { text, commands: w.store.commands.length - before };
}

describe.each(Object.entries(cases))('%s says nobody', (_name, given) => {
  it('when all goes well', async () => {
    expect(found((await run(given)).text)).toEqual([]);
  }, 60_000);

  it.each(['before', 'after'] as const)(
    'when requests fail from any one on, %s they take effect',
    async (when) => {
      const { commands } = await run(given, undefined, false);
      for (let failing = 0; failing <= commands; failing += 1) {
        const error = telling(errorNames[failing % errorNames.length] ?? 'Error');
        const failingFrom = (w: World) => {
          let asked = 0;
          w.store.hooks[when] = () => {
            asked += 1;
            if (asked > failing) throw error;
          };
        };
        expect(found((await run(given, failingFrom, false)).text)).toEqual([]);
      }
    },
    60_000,
  );

  it('when bus and bucket fail', async () => {
    const down = (w: World) => Object.assign(w.outage, { bus: telling('Error'), s3: telling('AccessDenied') });
    expect(found((await run(given, down)).text)).toEqual([]);
  }, 60_000);
});

it.each(['inventory-updater', 'live-analytics', 'profile-builder'])(
  '%s names the event and the request of what fails, and of what is malformed',
  async (name) => {
    const given = cases[name];
    if (!given) throw new Error('no such case');
    const down = (w: World) => {
      w.store.hooks.before = () => {
        throw telling('Error');
      };
    };
    const lines = (await run(given, down)).text
      .split('\n')
      .filter((line) => line.includes('"level":"'))
      .map((line): Record<string, unknown> => JSON.parse(line));
    const idOf = ({ eventId }: Record<string, unknown>) => (eventId === otherEventId ? undefined : requestId);
    const failed = lines.filter(({ level }) => level === 'ERROR');
    expect(failed.length).toBeGreaterThan(0);
    for (const line of failed) {
      expect(line).toMatchObject({ eventId: expect.stringMatching(/^[0-9a-f-]{36}$/), cause: 'Error' });
      expect(line.requestId).toBe(idOf(line));
    }
    const aside = lines.filter(({ reason }) => typeof reason === 'string' && reason.startsWith('/event/'));
    expect(aside.length).toBeGreaterThan(20);
    for (const line of aside) expect(line.requestId).toBe(idOf(line));
    expect(aside.filter(({ eventId }) => eventId !== undefined).length).toBeGreaterThan(20);
  },
  60_000,
);
