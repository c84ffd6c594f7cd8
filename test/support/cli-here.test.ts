// What the command line says in a test's own process is what it says in one of its own, and it leaves that as it was.
import { realpathSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { plumbline, quiet, root } from './cli.ts';
import { here, plumblineHere } from './cli-here.ts';
import { emptyFolder, modelCopy, replaced } from './folders.ts';

const wrong = () => modelCopy((text) => replaced(text, 'value: 3 kB', 'value: 3 kb'));

describe('the same as in a process', () => {
  const coloured = { FORCE_COLOR: '1' };
  it.each([
    ['what is sound', 0, () => ['validate', '-m', modelCopy()], {}],
    ['findings', 1, () => ['validate', '-m', wrong()], {}],
    ['coloured findings', 1, () => ['validate', '-m', wrong()], coloured],
    ['what colours are refused for', 1, () => ['validate', '-m', wrong()], { ...coloured, NO_COLOR: '1' }],
    ['an option that nobody knows', 2, () => ['validate', '--nonsense'], {}],
    ['a folder without a model', 2, () => ['validate'], {}],
  ] as const)('%s', async (_, exits, argumentsOf, env) => {
    const args = argumentsOf();
    const cwd = emptyFolder();
    const [process, own] = await Promise.all([plumbline(args, { cwd, env }), plumblineHere(args, { cwd, env })]);
    const said = ({ code, stdout, stderr }: typeof own) => ({ code, stdout, stderr });
    expect(said(own)).toEqual(said(process));
    expect(own.code).toBe(exits);
    expect(own.stderr.includes('\u001b[')).toBe(env === coloured);
  });
});

describe('work', () => {
  const surroundings = () => ({
    cwd: process.cwd(),
    env: { ...process.env },
    streams: [process.stdout.write, process.stderr.write, globalThis.console],
  });

  it('has its folder and its environment, and what it writes in whatever way is caught', async () => {
    const cwd = realpathSync(emptyFolder());
    const ran = await here(
      async () => {
        const { FORCE_COLOR, NODE_OPTIONS, PLUMBLINE_TEST, HOME } = process.env;
        process.stdout.write(JSON.stringify([process.cwd(), FORCE_COLOR, NODE_OPTIONS, PLUMBLINE_TEST, HOME]));
        const bytes = Buffer.from(' é');
        // A letter's bytes may come one by one.
        process.stderr.write(bytes.subarray(0, 2));
        await new Promise<void>((done) => process.stderr.write(bytes.subarray(2), () => done()));
        process.stderr.write('2120', 'hex');
        console.warn('warned');
        return 7;
      },
      { cwd, env: { PLUMBLINE_TEST: 'set', HOME: undefined } },
    );
    expect(ran).toMatchObject({ code: 7, stderr: ' é! warned\n' });
    expect(JSON.parse(ran.stdout)).toEqual([cwd, null, null, 'set', null]);
  });

  it.each([
    ['ends', async () => 0],
    [
      'fails',
      async () => {
        throw new Error('a fault of ours');
      },
    ],
  ])('that %s leaves everything as it was', async (how, end) => {
    const before = surroundings();
    const ran = here(
      () => {
        Object.assign(process.env, { PLUMBLINE_TEST: 'left', HOME: '/nowhere' });
        return end();
      },
      { cwd: emptyFolder(), env: { PATH: undefined } },
    );
    if (how === 'fails') await expect(ran).rejects.toThrow('a fault of ours');
    else await ran;
    const after = surroundings();
    expect(after).toEqual(before);
    for (const [at, each] of before.streams.entries()) expect(after.streams[at]).toBe(each);
  });

  it('waits for what was asked for before it, also where that failed', async () => {
    const folders = [emptyFolder('a'), emptyFolder('b'), emptyFolder('c')].map((folder) => realpathSync(folder));
    const ran = await Promise.allSettled(
      folders.map((cwd, at) =>
        here(
          async () => {
            process.stdout.write(`${process.cwd()} begins\n`);
            await after(20);
            if (at === 0) throw new Error('a fault of ours');
            process.stdout.write(`${process.cwd()} ends\n`);
            return at;
          },
          { cwd },
        ),
      ),
    );
    expect(ran).toMatchObject([
      { status: 'rejected', reason: { message: 'a fault of ours' } },
      ...folders.slice(1).map((folder, at) => ({
        status: 'fulfilled',
        value: { code: at + 1, stdout: `${folder} begins\n${folder} ends\n` },
      })),
    ]);
  });

  it('stands at the root unless told otherwise, with no colours asked for', async () => {
    for (const name of Object.keys(quiet)) vi.stubEnv(name, '1');
    const ran = await here(async () => {
      const asked = Object.keys(quiet).filter((name) => process.env[name] !== undefined);
      process.stdout.write(`${process.cwd()} ${asked.join()}`);
      return 0;
    });
    expect(ran.stdout).toBe(`${root} `);
    expect(process.env.FORCE_COLOR).toBe('1');
  });
});
