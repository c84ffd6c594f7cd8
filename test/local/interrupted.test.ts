// `local`, interrupted wherever it stands: it ends in order, says so by its exit code, and leaves nothing behind.
import { chmodSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Begun, begin, foldersLeft, nothingIsLeft, processesOf, until } from '../support/begun.ts';
import { emptyFolder, modelCopy, put } from '../support/folders.ts';
import { localAwsCache, whyNoLocalAws } from '../support/local-aws.ts';

const reason = await whyNoLocalAws();
const slow = 90_000;

/** Stays in the phase that HANG names: sending it listens to nobody, and its looks fail; a verdict needs its AWS. */
const rehearsal = `
const hangsIn = (phase: string): boolean => {
  if (process.env.HANG !== phase) return false;
  console.log('now in ' + phase);
  return true;
};
export const rehearsal = {
  scenarios: [{ id: 'only', description: 'The only one.' }],
  start: async (world: { readonly frontDoor: { readonly url: string } }) => ({
    send: async () => {
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

function beginLocal(env: Readonly<Record<string, string>>): Begun {
  const model = modelCopy();
  put(join(dirname(model), 'rehearsal/index.ts'), rehearsal);
  const cache = emptyFolder('cache');
  // What is dear to install is there; what is bundled is not.
  const installed = existsSync(localAwsCache) ? readdirSync(localAwsCache) : [];
  if (env.PLUMBLINE_PYTHON === undefined)
    for (const name of installed.filter((each) => each.startsWith('ministack')))
      symlinkSync(join(localAwsCache, name), join(cache, name), 'dir');
  return begin(['local', '-m', model], cache, env);
}

async function endsInOrder(begun: Begun, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  begun.signal(signal);
  const [code, stderr] = await begun.ended;
  expect([code, stderr]).toEqual([signal === 'SIGINT' ? 130 : 143, '']);
  expect(begun.said()).toContain('Ending what runs');
  expect(foldersLeft(begun)).toEqual([]);
  expect(processesOf(begun)).toEqual([]);
}

it.skipIf(process.platform === 'win32')(
  'an installation of the local AWS, interrupted, is ended with all of its processes',
  async () => {
    // Says that it is able, and installs for ever, in a process of its own.
    const python = join(emptyFolder('python'), 'python');
    put(
      python,
      `#!/bin/sh
case "$*" in
  *version_info*) echo 3.12 ;;
  '-m venv '*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *' install '*) sleep 300 ;;
esac
`,
    );
    chmodSync(python, 0o755);
    const begun = beginLocal({ PLUMBLINE_PYTHON: python });
    await until(begun, () => processesOf(begun).some((line) => line.startsWith('sleep 300')));
    await endsInOrder(begun, 'SIGINT');
  },
  slow,
);

describe.skipIf(reason !== undefined)(`interrupted${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it.each<readonly [string, 'SIGINT' | 'SIGTERM', (begun: Begun) => boolean]>([
    ['synthesis', 'SIGTERM', (begun) => foldersLeft(begun).some((name) => name.startsWith('.making-'))],
    ['the deployment', 'SIGINT', (begun) => processesOf(begun).some((line) => line.includes('bin/cdk'))],
    ['traffic that listens to nobody', 'SIGINT', (begun) => begun.said().includes('now in send')],
    ['the verdict', 'SIGINT', (begun) => begun.said().includes('now in verdict')],
  ])(
    'in %s by %s, nothing is left',
    async (phase, signal, there) => {
      const begun = beginLocal({ HANG: phase.startsWith('traffic') ? 'send' : 'verdict' });
      await until(begun, () => there(begun));
      await endsInOrder(begun, signal);
    },
    slow,
  );

  it(
    'a second time, it ends at once; the same signal sent on by another does not count',
    async () => {
      const begun = beginLocal({ HANG: 'send' });
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
