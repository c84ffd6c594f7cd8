// `local`, interrupted wherever it stands: it ends in order, says so by its exit code, and leaves nothing behind.
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type BeginOptions,
  type Begun,
  begin,
  foldersLeft,
  nothingIsLeft,
  processesOf,
  until,
} from '../support/begun.ts';
import { root } from '../support/cli.ts';
import { emptyFolder, modelCopy, put } from '../support/folders.ts';
import { cacheWithLocalAws, whyNoLocalAws } from '../support/local-aws.ts';
import { aStream } from '../support/one-stream.ts';

const reason = await whyNoLocalAws();
const slow = 90_000;

/**
 * Stays in the phase that HANG names: sending it listens to nobody, and its looks fail; a verdict needs its AWS. By then
 * the model's function has been called.
 */
const rehearsal = `
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import type { World } from '${join(root, 'local/world.ts')}';
const hangsIn = (phase: string): boolean => {
  if (process.env.HANG !== phase) return false;
  console.log('now in ' + phase);
  return true;
};
export const rehearsal = {
  scenarios: [{ id: 'only', description: 'The only one.' }],
  start: async (world: World) => ({
    send: async () => {
      await new KinesisClient(world.client).send(
        new PutRecordCommand({
          StreamName: world.physical('readings', 'AWS::Kinesis::Stream'),
          PartitionKey: 'any',
          Data: Buffer.from('{}'),
        }),
      );
      while (world.streams.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      if (hangsIn('send')) await new Promise(() => setInterval(() => {}, 1000));
    },
    settled: async () => {},
    look: async () => {
      throw new Error('nothing to be seen');
    },
    verdict: async () => {
      if (hangsIn('verdict')) for (;;) await fetch(world.frontDoor.url);
    },
  }),
};
`;

/** It is called with readings, and has 30 s for them. */
const hangs = 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));';
const cannotBegin = 'throw new TypeError("cannot begin"); export const handler = () => {};';

function beginLocal(how: BeginOptions, handler = hangs): Begun {
  const model = modelCopy(() => aStream, join(root, 'model/examples/device-telemetry'));
  put(join(dirname(model), 'rehearsal/index.ts'), rehearsal);
  put(join(dirname(model), 'handlers/last-reading/index.ts'), handler);
  const cache = how.env?.PLUMBLINE_PYTHON === undefined ? cacheWithLocalAws() : emptyFolder('cache');
  return begin(['local', '-m', model, '-s', 'test'], cache, how);
}

const told = 'Function lastReading failed (RuntimeError: Worker init failed: cannot begin). Told once; ';
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
type Signal = keyof typeof codes;

async function endsInOrder(begun: Begun, signal: Signal): Promise<void> {
  const start = performance.now();
  begun.signal(signal);
  const [code, stderr] = await begun.ended;
  expect([code, stderr]).toEqual([codes[signal], '']);
  // A function that hangs is not waited for.
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(begun.said()).toContain('Ending what runs');
  expect(foldersLeft(begun)).toEqual([]);
  expect(processesOf(begun)).toEqual([]);
}

/** Says that it is able, and installs for ever, in a process of its own. */
function pythonThatInstalls(): string {
  const python = join(emptyFolder('python'), 'python');
  put(
    python,
    `#!/bin/sh
case "$*" in
  *version_info*) echo 3.12 ;;
  '-m venv '*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *' install '*) mkdir "$TMPDIR/pip-install-1" && sleep 300 ;;
esac
`,
  );
  chmodSync(python, 0o755);
  return python;
}

const installs = (begun: Begun): boolean => processesOf(begun).some((line) => line.startsWith('sleep 300'));

it.skipIf(process.platform === 'win32')(
  'an installation of the local AWS, interrupted, is ended with all of its processes',
  async () => {
    const begun = beginLocal({ env: { PLUMBLINE_PYTHON: pythonThatInstalls() } });
    await until(begun, () => installs(begun));
    await endsInOrder(begun, 'SIGINT');
  },
  slow,
);

describe.skipIf(reason !== undefined)(`interrupted${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it.each<readonly [string, Signal, (begun: Begun) => boolean]>([
    ['synthesis', 'SIGTERM', (begun) => begun.said().includes('Synthesising stage')],
    ['the deployment', 'SIGINT', (begun) => processesOf(begun).some((line) => line.includes('bin/cdk'))],
    [
      'traffic that listens to nobody, beside a function that hangs',
      'SIGINT',
      (begun) => begun.said().includes('now in send'),
    ],
    ['the verdict', 'SIGHUP', (begun) => begun.said().includes('now in verdict') && begun.said().includes(told)],
  ])(
    'in %s by %s, nothing is left',
    async (phase, signal, there) => {
      const begun = phase.startsWith('traffic')
        ? beginLocal({ env: { HANG: 'send' } })
        : beginLocal({ env: { HANG: 'verdict' } }, cannotBegin);
      await until(begun, () => there(begun));
      await endsInOrder(begun, signal);
    },
    slow,
  );

  it(
    'with its terminal closed, nothing is left of an installation either',
    async () => {
      const begun = beginLocal({
        env: { PLUMBLINE_PYTHON: pythonThatInstalls() },
        terminal: process.env.PLUMBLINE_PYTHON || 'python3',
      });
      await until(begun, () => installs(begun));
      begun.closeTerminal();
      await begun.ended;
      await nothingIsLeft(begun);
    },
    slow,
  );

  it(
    'a second time, it ends at once; the same signal sent on by another does not count',
    async () => {
      const begun = beginLocal({ env: { HANG: 'send' } });
      await until(begun, () => begun.said().includes('now in send'));
      begun.signal('SIGINT');
      begun.signal('SIGINT');
      await sleep(600);
      expect(begun.said()).toContain('Ending what runs');
      begun.signal('SIGINT');
      expect((await begun.ended)[0]).toBe(130);
      await nothingIsLeft(begun);
    },
    slow,
  );
});
