// A stage that is left running: how to get in, also where it has no API and nothing rehearses it.
import { describe, expect, it } from 'vitest';
import { waysIn } from '../../commands/local/kept-open.ts';
import { watchOn } from '../../commands/local/live-view.ts';
import { screenOf } from '../../commands/local/screen.ts';
import type { Run } from '../../local/rehearsal.ts';
import type { World } from '../../local/world.ts';
import { begin, nothingIsLeft, until } from '../support/begun.ts';
import { modelCopy } from '../support/folders.ts';
import { cacheWithLocalAws, whyNoLocalAws } from '../support/local-aws.ts';
import { aKey } from '../support/one-key.ts';

const reason = await whyNoLocalAws();
const credentials = { accessKeyId: 'LOCAL1', secretAccessKey: 'local' };
const endpoint = 'http://127.0.0.1:4566';
const frontDoor: NonNullable<World['frontDoor']> = {
  url: 'http://127.0.0.1:4567/dev',
  apiKey: 'the-key',
  caller: { accessKeyId: 'CALLER', secretAccessKey: 'secret' },
};
const standing = (door?: World['frontDoor']) =>
  ({
    aws: { endpoint },
    world: {
      client: { endpoint, region: 'eu-west-1', credentials },
      ...(door === undefined ? {} : { frontDoor: door }),
    },
  }) as unknown as Parameters<typeof waysIn>[0];
const run = (more: Partial<Run>): Run => ({
  send: async () => {},
  settled: async () => {},
  look: async () => [],
  verdict: async () => ({ checks: [], sent: [] }),
  ...more,
});

describe('the ways in', () => {
  it('are what another terminal needs, and the commands that the rehearsal knows', () => {
    const byHand = () => [{ label: 'Seats', value: 'curl http://127.0.0.1:4567/dev/seats' }];
    expect(waysIn(standing(frontDoor), run({ byHand }))).toEqual([
      "In another terminal, for the AWS CLI and for operators' commands:",
      `  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 AWS_ACCESS_KEY_ID=LOCAL1 AWS_SECRET_ACCESS_KEY=local`,
      'The front door takes:',
      '  API key          the-key (header x-api-key)',
      '  Signed requests  CALLER, secret secret (SigV4, service execute-api)',
      'Seats:',
      '  curl http://127.0.0.1:4567/dev/seats',
    ]);
  });

  it('name no key where none is asked for, and no door where there is none', () => {
    const { apiKey: _none, ...open } = frontDoor;
    expect(waysIn(standing(open)).join('\n')).not.toContain('API key');
    expect(waysIn(standing())).toHaveLength(2);
  });
});

it('goes on telling what comes of it, once for each change', async () => {
  const ends = new AbortController();
  const said: string[] = [];
  const values = ['1', '1', '2'];
  const look = async () => {
    const value = values.shift();
    if (value === undefined) ends.abort();
    return [{ label: 'Seats', value: value ?? '3' }];
  };
  const screen = screenOf(
    (line) => said.push(line),
    () => {},
  );
  await watchOn(run({ look }), { screen, signal: ends.signal });
  expect(said).toEqual(['Seats 1', 'Seats 2']);
}, 20_000);

it.skipIf(reason !== undefined)(
  `a model without an API or a rehearsal stands all the same${reason ? ` (skipped: ${reason})` : ''}`,
  async () => {
    const begun = begin(['local', '-m', modelCopy(() => aKey)], cacheWithLocalAws());
    await until(begun, () => begun.said().includes('Ctrl-C ends it.'));
    expect(begun.said()).toContain('Front door  none: the stage has no API\n');
    expect(begun.said()).toContain('export AWS_ENDPOINT_URL=http://127.0.0.1:');
    // Its usual end.
    begun.signal('SIGINT');
    expect(await begun.ended).toEqual([0, '']);
    await nothingIsLeft(begun);
  },
  60_000,
);
