// Each command as a person meets it: help, exit codes, what goes to which stream, and colours. One of a kind is a process.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plumbline, type Ran } from '../support/cli.ts';
import { plumblineHere } from '../support/cli-here.ts';
import { bytesIn, differing, emptyFolder, modelCopy, orders, put, replaced } from '../support/folders.ts';
import { renderedModel } from '../support/rendered.ts';

const model = join(orders, 'architecture.yaml');
let rendered: Awaited<ReturnType<typeof renderedModel>>;
beforeAll(async () => {
  rendered = await renderedModel('examples/order-events');
}, 120_000);

function outputCopy(): string {
  const folder = emptyFolder('output');
  cpSync(rendered.folder, folder, { recursive: true });
  return folder;
}

const slow = 60_000;
const commands = ['render', 'check', 'validate', 'watch', 'deploy', 'local', 'new', 'init', 'schema'];

describe('help', () => {
  it('is there for the whole, naming every command', async () => {
    const { code, stdout, stderr } = await plumbline(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} .*\\S`, 'm'));
  });

  it.each(commands)('is there for %s, with its options', async (command) => {
    const { code, stdout, stderr } = await plumblineHere([command, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(new RegExp(`^Usage: plumbline ${command} `));
    for (const [, flags] of stdout.matchAll(/^ {2}(-\S.*?)(?: {2,}|$)/gm))
      expect(stdout.split(flags ?? '')[1]?.trim(), `${flags} is explained`).toMatch(/^\S/);
  });

  it('of render says what --force writes over', async () => {
    const { stdout } = await plumblineHere(['render', '--help']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      "kept pieces too, and write over another model's output and files of your own",
    );
  });

  it('gives the version of the package', async () => {
    const { stdout } = await plumbline(['--version']);
    expect(stdout.trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });
});

describe('what nobody knows', () => {
  const expectRefused = ({ code, stdout, stderr }: Ran, says: RegExp): void => {
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^ +at /m);
  };

  it.each([
    [['paint'], /unknown command 'paint'/],
    [['render', '--colour'], /unknown option '--colour'/],
    [['render', '--only'], /argument missing/],
    [['validate', 'extra'], /too many arguments/],
    [['local', '--rate', '0'], /At least 1 is wanted/],
    [['local', '--rate', '1.5'], /A whole number is wanted/],
    [['new', 'service'], /missing required argument 'id'/],
    [['new', 'diagram', 'x'], /"diagram" cannot be scaffolded/],
    [['new', 'service', '../evil'], /is no id of a service/],
    [['render', '-m', model, '-o', '/nowhere', '--only', 'nothing/such'], /no file starts with nothing\/such/],
  ])('%j exits 2 with a sentence', async (args, says) => expectRefused(await plumblineHere(args), says), slow);

  it(
    'a rate that would take too long exits 2 with a sentence',
    async () =>
      expectRefused(
        await plumbline(['local', '--rate', '1']),
        /at 1 a second scenario ordinaryDay would take too long .* at least 3 are needed/,
      ),
    slow,
  );

  it(
    'an --output that is empty is refused: it would be the folder one stands in',
    async () => {
      const cwd = emptyFolder('here');
      const { code, stderr } = await plumblineHere(['render', '-m', model, '-o', ''], { cwd });
      expect(stderr).toContain('A folder is wanted; the one you are in is ".".');
      expect(code).toBe(2);
      expect([...bytesIn(cwd).keys()]).toEqual([]);
    },
    slow,
  );

  it('no command at all shows the help', async () => {
    const { code, stdout, stderr } = await plumblineHere([]);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('Usage: plumbline');
  });
});

describe('findings', () => {
  // An assumption that nothing uses is a warning.
  const warned = () =>
    modelCopy((text) =>
      replaced(
        text,
        '  sale: {',
        '  unused: { statement: It is $value., value: 3 s, range: 1 .. 5 s, because: Judgement., group: latency }\n  sale: {',
      ),
    );

  it(
    'that warn exit 0, and 1 where strict',
    async () => {
      const file = warned();
      const [lax, strict] = await Promise.all([
        plumblineHere(['validate', '-m', file]),
        plumblineHere(['validate', '--strict', '-m', file]),
      ]);
      expect(lax.stderr).toContain('warning  unused-assumption');
      expect([lax.code, strict.code]).toEqual([0, 1]);
    },
    slow,
  );

  it(
    'of a Region that nobody knows yet let it through where strict, and say so',
    async () => {
      const file = modelCopy((text) => replaced(text, 'region: eu-central-1', 'region: eu-central-3'));
      const { code, stderr } = await plumblineHere(['validate', '--strict', '-m', file]);
      expect(stderr).toContain('warning  unknown-region');
      expect(stderr).toContain('One that is newer than this list may stay as it is, under --strict too.');
      expect(code).toBe(0);
    },
    slow,
  );

  it(
    'none: validate says what it looked at',
    async () => {
      const { code, stdout, stderr } = await plumblineHere(['validate', '--strict', '-m', model]);
      expect(stdout).toMatch(/is sound: \d+ components, \d+ connections, \d+ assumptions\.\n$/);
      expect([code, stderr]).toEqual([0, '']);
    },
    slow,
  );

  it(
    'are coloured where that is asked for, never where it is not',
    async () => {
      const file = warned();
      const colours: readonly (readonly [Record<string, string>, boolean])[] = [
        [{}, false],
        [{ FORCE_COLOR: '1' }, true],
        [{ FORCE_COLOR: '0' }, false],
        [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
      ];
      for (const [env, coloured] of colours) {
        const { stderr } = await plumblineHere(['validate', '-m', file], { env });
        expect(stderr.includes('\u001b['), JSON.stringify(env)).toBe(coloured);
      }
    },
    slow,
  );
});

describe('--json', () => {
  it(
    'of validate, render and check is JSON and nothing else',
    async () => {
      const folder = outputCopy();
      rmSync(join(folder, 'README.md'));
      const said = new Map<string, unknown>();
      for (const command of ['check', 'render', 'validate']) {
        const output = command === 'validate' ? [] : ['-o', folder];
        // Of a process, what threads and other programs say is in its streams too.
        const start = command === 'render' ? plumbline : plumblineHere;
        const { stdout, stderr } = await start([command, '--json', '-m', model, ...output]);
        expect(stderr).toBe('');
        said.set(command, JSON.parse(stdout));
      }
      expect(said.get('check')).toEqual({ findings: [], differences: [{ path: 'README.md', problem: 'missing' }] });
      expect(said.get('validate')).toEqual({ findings: [] });
      expect(said.get('render')).toMatchObject({
        findings: [],
        files: expect.arrayContaining([
          { path: 'README.md', change: 'added' },
          { path: 'diagrams/overview.svg', change: 'unchanged' },
        ]),
      });
    },
    slow,
  );

  it(
    'of findings has their place in render and check as in validate',
    async () => {
      const file = modelCopy((text) => replaced(text, 'value: 3 kB', 'value: 3 kb'));
      const outputs = await Promise.all(
        ['validate', 'render', 'check'].map((command) => plumblineHere([command, '--json', '-m', file])),
      );
      const [first] = outputs;
      const line =
        readFileSync(file, 'utf8')
          .split('\n')
          .findIndex((text) => text.includes('3 kb')) + 1;
      expect(JSON.parse(first?.stdout ?? '')).toMatchObject({
        findings: [{ file, line, code: 'unknown-unit', severity: 'error' }],
      });
      expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
      expect(outputs.map(({ code }) => code)).toEqual([1, 1, 1]);
    },
    slow,
  );
});

describe('render', () => {
  it('said what it wrote, and where to read first', () => {
    const { code, stdout, stderr } = rendered.ran;
    expect([code, stderr]).toEqual([0, '']);
    const files = [...bytesIn(rendered.folder).keys()].filter((path) => path !== 'manifest.json');
    for (const file of files) expect(stdout).toContain(`added     ${file}  `);
    expect(stdout).toMatch(
      new RegExp(`${files.length} files, ${files.length} changed, in \\d+ ms\\. Read .*README\\.md first\\.\\n$`),
    );
  });

  it(
    'again writes nothing',
    async () => {
      const folder = outputCopy();
      const { code, stdout } = await plumblineHere(['render', '-m', model, '-o', folder]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/ 0 changed, /);
      expect(stdout).not.toMatch(/^(added|changed|removed)/m);
      expect(differing(bytesIn(rendered.folder), bytesIn(folder))).toEqual([]);
    },
    slow,
  );

  it(
    'makes the same bytes when nothing kept may be used',
    async () => {
      const folder = outputCopy();
      const ran = await plumblineHere(['render', '--force', '-m', model, '-o', folder]);
      expect(ran.stdout).toMatch(/ 0 changed, /);
    },
    slow,
  );

  it(
    'mends what was changed by hand, pictures too, removes what is no longer generated, and keeps what is not ours',
    async () => {
      const folder = outputCopy();
      writeFileSync(join(folder, 'as-built.png'), 'mine');
      writeFileSync(join(folder, 'diagrams/overview.png'), 'mine');
      writeFileSync(join(folder, 'scalability.md'), 'mine');
      put(join(folder, 'notes/mine.md'), 'mine');
      const file = modelCopy((text) => replaced(text, 'prod: { protect: true }', 'live: { protect: true }'));
      const { code, stdout } = await plumblineHere(['render', '-m', file, '-o', folder]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^removed {3}templates\/order-events-prod\.template\.json$/m);
      expect(stdout).toMatch(/^added {5}templates\/order-events-live\.template\.json /m);
      expect(existsSync(join(folder, 'templates/order-events-prod.template.json'))).toBe(false);
      expect(readFileSync(join(folder, 'notes/mine.md'), 'utf8')).toBe('mine');
      expect(readFileSync(join(folder, 'diagrams/overview.png')).subarray(1, 4).toString()).toBe('PNG');
      expect(readFileSync(join(folder, 'as-built.png')).subarray(1, 4).toString()).toBe('PNG');
      expect(readFileSync(join(folder, 'scalability.md'), 'utf8')).not.toBe('mine');
    },
    slow,
  );

  it(
    '--only writes that part alone',
    async () => {
      const folder = join(emptyFolder(), 'output');
      const { code } = await plumblineHere([
        'render',
        '-m',
        model,
        '-o',
        folder,
        '--only',
        'diagrams/overview.svg',
        'contracts/',
      ]);
      expect(code).toBe(0);
      const files = bytesIn(folder);
      expect([...files.keys()]).toEqual(['contracts/environments.ts', 'contracts/events.ts', 'diagrams/overview.svg']);
      for (const [path, bytes] of files) expect(bytes.equals(readFileSync(join(rendered.folder, path)))).toBe(true);
    },
    slow,
  );

  it(
    'says in a sentence what stands in the way',
    async () => {
      const folder = outputCopy();
      rmSync(join(folder, 'scalability.md'));
      put(join(folder, 'scalability.md/inner.txt'), 'mine');
      rmSync(join(folder, 'README.md'));
      const before = bytesIn(folder);
      const { code, stderr, stdout } = await plumblineHere(['render', '-m', model, '-o', folder]);
      expect(stderr).toBe(
        `plumbline: ${folder}/scalability.md could not be written: a folder is in its place; move it away, or name another --output\n`,
      );
      expect([code, stdout]).toEqual([2, '']);
      expect(differing(before, bytesIn(folder))).toEqual([]);
    },
    slow,
  );
});

describe('check', () => {
  it(
    'is content with what render wrote',
    async () => {
      const { code, stdout, stderr } = await plumbline(['check', '--strict', '-m', model, '-o', rendered.folder]);
      expect(stdout).toMatch(/^\d+ files are what the model gives\.\n$/);
      expect([code, stderr]).toEqual([0, '']);
    },
    slow,
  );

  it(
    'names each file that was changed, removed or added, says where it differs, and writes nothing',
    async () => {
      const folder = outputCopy();
      const edit = (path: string, from: string, to: string): void =>
        writeFileSync(join(folder, path), replaced(readFileSync(join(folder, path), 'utf8'), from, to));
      edit('templates/order-events-prod.template.json', '"Timeout": 20', '"Timeout": 21');
      edit('diagrams/overview.svg', 'sends orders', 'sends ordres');
      writeFileSync(join(folder, 'as-built.png'), 'no picture');
      writeFileSync(join(folder, 'diagrams/overview.png'), 'no picture');
      rmSync(join(folder, 'assumptions.md'));
      put(join(folder, 'notes/mine.md'), 'mine');
      const before = bytesIn(folder);
      const { code, stdout } = await plumblineHere(['check', '-m', model, '-o', folder]);
      expect(code).toBe(1);
      const lines = stdout.trimEnd().split('\n');
      const at = (path: string): string => lines.find((line) => line.startsWith(`${folder}/${path} `)) ?? '';
      expect(at('templates/order-events-prod.template.json')).toMatch(
        /differs: line \d+: there ".*21,", from the model ".*20,"$/,
      );
      expect(at('diagrams/overview.svg')).toMatch(/differs: line \d+: .*ordres.*, from the model .*orders/);
      expect(at('as-built.png')).toMatch(/differs$/);
      expect(at('diagrams/overview.png')).toMatch(/differs$/);
      expect(at('assumptions.md')).toMatch(/is missing$/);
      expect(at('notes/mine.md')).toMatch(/is there and should not be$/);
      expect(lines.at(-1)).toBe(
        '6 files are not what the model gives. Render again, or change the model. Move what should not be there.',
      );
      expect(lines).toHaveLength(7);
      expect(differing(before, bytesIn(folder))).toEqual([]);
    },
    slow,
  );

  it(
    'tells a model that was changed from what was rendered of it',
    async () => {
      const file = modelCopy((text) => replaced(text, 'label: gives up', 'label: sets aside'));
      const { code, stdout } = await plumblineHere(['check', '-m', file, '-o', rendered.folder]);
      expect(code).toBe(1);
      for (const path of ['architecture.md', 'diagrams/overview.svg', 'diagrams/overview.mmd', 'diagrams/overview.png'])
        expect(stdout).toContain(`${rendered.folder}/${path} differs`);
    },
    slow,
  );

  it(
    'says of a folder that is not there that everything is missing',
    async () => {
      const { code, stdout } = await plumblineHere(['check', '-m', model, '-o', join(emptyFolder(), 'none')]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/manifest\.json is missing$/m);
    },
    slow,
  );
});

describe("another model's output", () => {
  const renamed = () => modelCopy((text) => replaced(text, 'name: order-events', 'name: other-orders'));

  it(
    'is not written over, but where that is asked for',
    async () => {
      const output = outputCopy();
      const before = bytesIn(output);
      const args = ['render', '-o', output, '-m', renamed()];
      const { code, stderr } = await plumblineHere(args);
      expect([code, stderr]).toEqual([
        2,
        `plumbline: ${output}/ holds the files of the model "order-events"; name another folder with --output, or put those of "other-orders" in their place with --force\n`,
      ]);
      expect(differing(before, bytesIn(output))).toEqual([]);
      const forced = await plumblineHere([...args, '--force']);
      expect([forced.code, forced.stderr]).toEqual([0, '']);
      expect(differing(before, bytesIn(output))).not.toEqual([]);
    },
    slow,
  );

  it.each([[[]], [['--force']]])(
    'is not written over in part: --only with %j',
    async (more) => {
      const output = outputCopy();
      const before = bytesIn(output);
      const { code, stderr } = await plumblineHere([
        ...['render', '-o', output, '-m', renamed(), '--only', 'templates/'],
        ...more,
      ]);
      expect([code, stderr]).toEqual([
        2,
        `plumbline: ${output}/ holds the files of the model "order-events"; name another folder with --output, or put all of those of "other-orders" in their place with --force, without --only\n`,
      ]);
      expect(differing(before, bytesIn(output))).toEqual([]);
    },
    slow,
  );
});

describe("the user's own files", () => {
  it.each(['README.md', 'manifest.json'])(
    '%s is not written over, but where that is asked for',
    async (name) => {
      const output = emptyFolder('own');
      put(join(output, name), '{"mine": 1}\n');
      const args = ['render', '-o', output, '-m', model];
      const { code, stderr } = await plumblineHere(args);
      expect([code, stderr]).toEqual([
        2,
        `plumbline: ${join(output, name)} is no file of Plumbline's, and one of that name is to be written; move it away, name another folder with --output, or write over it with --force\n`,
      ]);
      expect([...bytesIn(output).keys()]).toEqual([name]);
      const forced = await plumblineHere([...args, '--force']);
      expect([forced.code, forced.stderr]).toEqual([0, '']);
    },
    slow,
  );

  it(
    'are not written over where the manifest does not name them',
    async () => {
      const output = outputCopy();
      const manifest = JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8'));
      delete manifest.files['scalability.md'];
      put(join(output, 'manifest.json'), JSON.stringify(manifest));
      put(join(output, 'scalability.md'), 'Mine.\n');
      const { code, stderr } = await plumblineHere(['render', '-o', output, '-m', model]);
      expect(code).toBe(2);
      expect(stderr).toContain(`${join(output, 'scalability.md')} is no file of Plumbline's`);
      expect(readFileSync(join(output, 'scalability.md'), 'utf8')).toBe('Mine.\n');
    },
    slow,
  );
});
