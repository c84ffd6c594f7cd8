// The directions of import that ARCHITECTURE.md promises, and the habits of CONTRIBUTING.md that can be counted.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const folders = ['compiler', 'services', 'generators', 'commands', 'deployment', 'ending', 'local', 'as-built'].filter(
  (folder) => existsSync(folder),
);
const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')));
const models = below('model');
/** Programs of their own, made of the same rooms. */
const operations = models.filter((path) => /^model\/[^/]+\/operations\//.test(path));
const files = ['cli.ts', 'pipeline.ts', ...folders.flatMap(below), ...operations].sort();

const all: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(from, 'utf8');
  const statements = text.matchAll(/^(import|export)\s+(type\s+)?([^;]*?)from\s+'(\.[^']+)'/gms);
  const dynamic = text.matchAll(/import\('(\.[^']+)'\)/g);
  return [
    ...[...statements].map(([, , type, , target = '']) => ({
      from,
      to: posix.join(dirname(from), target),
      typesOnly: type !== undefined,
    })),
    ...[...dynamic].map(([, target = '']) => ({ from, to: posix.join(dirname(from), target), typesOnly: false })),
  ];
});

// A scaffold's own text holds imports that are not ours.
const imports = all.filter(({ to }) => !to.includes('${'));

const room = (path: string): string => path.split('/')[0] ?? path;
const said = ({ from, to }: Import): string => `${from} imports ${to}`;
const atRunTime = imports.filter((each) => !each.typesOnly);

/** services/lambda/feed.ts and services/lambda.ts are both "lambda". */
const serviceOf = (path: string): string | undefined => /^services\/([^/]+?)(?:\.ts)?(?:\/|$)/.exec(path)?.[1];
const generatorOf = (path: string): string | undefined => /^generators\/([^/]+)\//.exec(path)?.[1];

describe('directions of import', () => {
  it('finds imports at all, each of a file that exists', () => {
    expect(imports.length).toBeGreaterThan(300);
    expect(imports.filter((each) => !existsSync(join(each.to))).map(said)).toEqual([]);
  });

  it('compiler/ knows no output format, and of services only types', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        room(from) === 'compiler' && ['generators', 'commands', 'deployment', 'ending'].includes(room(to)),
    );
    const running = atRunTime.filter(({ from, to }) => room(from) === 'compiler' && room(to) === 'services');
    expect([...wrong, ...running].map(said)).toEqual([]);
  });

  it('services/ know no generator, and no service knows another', () => {
    const outward = imports.filter(
      ({ from, to }) =>
        room(from) === 'services' && ['generators', 'commands', 'deployment', 'ending'].includes(room(to)),
    );
    const shared = new Set(['kit', 'service', 'index']);
    const sideways = imports.filter(({ from, to }) => {
      const [own, other] = [serviceOf(from), serviceOf(to)];
      return own !== undefined && other !== undefined && own !== 'index' && own !== other && !shared.has(other);
    });
    expect([...outward, ...sideways].map(said)).toEqual([]);
  });

  it('services/ do not know how a model is read, linked, checked or planned', () => {
    const wrong = atRunTime.filter(
      ({ from, to }) =>
        room(from) === 'services' && /^compiler\/((source|link|checks|plan)\/|compile\.ts|report\.ts)/.test(to),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('no generator imports another', () => {
    const kinds = new Set(['diagrams', 'documents', 'infrastructure', 'contracts']);
    const wrong = atRunTime.filter(({ from, to }) => {
      const [own, other] = [generatorOf(from), generatorOf(to)];
      return own !== undefined && other !== undefined && own !== other && kinds.has(own) && kinds.has(other);
    });
    expect(wrong.map(said)).toEqual([]);
  });

  it('nothing below imports the command line', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        ['compiler', 'services', 'generators', 'deployment', 'ending', 'local', 'model'].includes(room(from)) &&
        ['cli.ts', 'pipeline.ts', 'commands'].includes(room(to)),
    );
    expect(wrong.map(said)).toEqual([]);
  });

  it('ending/ knows nothing of what is ended', () => {
    expect(imports.filter(({ from, to }) => room(from) === 'ending' && room(to) !== 'ending').map(said)).toEqual([]);
  });

  it('local/ is known to the command line only', () => {
    const wrong = imports.filter(({ from, to }) => room(to) === 'local' && !['local', 'commands'].includes(room(from)));
    expect(wrong.map(said)).toEqual([]);
  });

  it('what a model deploys and operates knows nothing of the local stand-in', () => {
    const own = models.filter((path) => /\/(handlers|operations)\//.test(path));
    expect(own.length).toBeGreaterThan(50);
    expect(own.filter((path) => /from '(\.\.\/)+local\//.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('has no cycle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of atRunTime) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
      if (done.has(file) || trail.includes(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('habits', () => {
  it('no file is over 250 lines', () => {
    expect(files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 251)).toEqual([]);
  });

  it('each file begins by saying what it is', () => {
    const silent = files.filter((file) => !/^(#![^\n]*\n)?\/\/ /.test(readFileSync(file, 'utf8')));
    expect(silent).toEqual([]);
  });
});
