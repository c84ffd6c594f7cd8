// Every model that is shipped renders without a warning, synthesises, checks out, and is of a trade of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generators } from '../../generators/index.ts';
import { understand } from '../../pipeline.ts';
import { trackedFiles } from '../support/checkout.ts';
import { root } from '../support/cli.ts';
import { bytesIn } from '../support/folders.ts';
import { labelsInSvg, squeeze } from '../support/readers.ts';
import { renderedModel } from '../support/rendered.ts';

const models = ['flyhigh', ...readdirSync(join(root, 'model/examples')).map((name) => `examples/${name}`)];

it('there are several', () => expect(models.length).toBeGreaterThan(2));

describe.each(models)('%s', (name) => {
  const { plan, findings } = understand(`model/${name}/architecture.yaml`);

  it('has no finding', () => {
    expect(findings).toEqual([]);
    expect(plan).toBeDefined();
  });

  it('renders: a template with resources for every stage, pictures that name all, documents with figures', async () => {
    const { folder, ran } = await renderedModel(name);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const files = bytesIn(folder);
    const {
      stages,
      components,
      name: prefix,
    } = plan?.architecture ?? { stages: new Map(), components: new Map(), name: '' };
    for (const stage of stages.keys()) {
      const template = JSON.parse(files.get(`templates/${prefix}-${stage}.template.json`)?.toString('utf8') ?? '{}');
      expect(Object.keys(template.Resources ?? {}).length, stage).toBeGreaterThan(10);
    }
    const drawn = labelsInSvg(files.get('diagrams/overview.svg')?.toString('utf8') ?? '');
    for (const { id, label } of components.values()) expect(drawn.components.get(id)).toContain(squeeze(label));
    for (const [path, bytes] of files)
      if (path.endsWith('.md'))
        expect(bytes.toString('utf8'), path).not.toMatch(/\bundefined\b|\bNaN\b|\[object |\{\{|TOKEN/);
  }, 120_000);
});

describe('output', () => {
  it('is linked, every file of it, from the first document or what that leads to, and every link leads somewhere', async () => {
    const { folder } = await renderedModel('flyhigh');
    const files = bytesIn(folder);
    const linked = new Set(['README.md', 'manifest.json']);
    const dead: string[] = [];
    for (const path of linked) {
      if (!path.endsWith('.md')) continue;
      const text = files.get(path)?.toString('utf8') ?? '';
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
        ([, a, b]) => a ?? b ?? '',
      );
      for (const target of targets) {
        if (/^https:/.test(target)) continue;
        const [file = '', anchor] = target.split('#');
        const to = file === '' ? path : file.replace(/^\.\//, '');
        const below = to.endsWith('/') ? to : `${to}/`;
        if ([...files.keys()].some((each) => each.startsWith(below))) {
          for (const each of files.keys()) if (each.startsWith(below)) linked.add(each);
          continue;
        }
        if (!files.has(to)) dead.push(`${path} -> ${target}`);
        else if (anchor !== undefined && !anchorsOf(files.get(to)?.toString('utf8') ?? '').has(anchor))
          dead.push(`${path} -> ${target}`);
        linked.add(to);
      }
    }
    expect(dead.filter((link) => !link.includes('../'))).toEqual([]);
    // What Mermaid texts hold, the documents hold too.
    const unlinked = [...files.keys()].filter((path) => !linked.has(path) && !path.endsWith('.mmd'));
    expect(unlinked).toEqual([]);
    const documents = [...files].filter(([path]) => path.endsWith('.md')).map(([, bytes]) => bytes.toString('utf8'));
    for (const [path, bytes] of files)
      if (path.endsWith('.mmd'))
        expect(
          documents.some((text) => text.includes(bytes.toString('utf8').trimEnd())),
          path,
        ).toBe(true);
  }, 120_000);
});

/** As GitHub makes them of headings, and those written by hand. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of markdown.matchAll(/^#{1,6} (.*)$/gm)) {
    const plain = heading
      .replace(/<[^>]*>/g, '')
      .replace(/\\(.)/g, '$1')
      .toLowerCase();
    const slug = plain
      .replace(/&#?\w+;/g, '')
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let unique = slug;
    for (let n = 1; anchors.has(unique); n++) unique = `${slug}-${n}`;
    anchors.add(unique);
  }
  for (const [, id = ''] of markdown.matchAll(/(?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

it('every generator gives only what its entry says, and each entry is given something', async () => {
  const { folder } = await renderedModel('flyhigh');
  const files = [...bytesIn(folder).keys()].filter((path) => path !== 'manifest.json');
  const given = generators.flatMap(({ gives }) => gives);
  expect(files.filter((path) => given.filter((start) => path.startsWith(start)).length !== 1)).toEqual([]);
  expect(given.filter((start) => !files.some((path) => path.startsWith(start)))).toEqual([]);
}, 120_000);

describe('code', () => {
  const words =
    /fly-?high|\bflights?\b|airline|aviation|airport|\bseats?\b|seat-|bookings?\b|booking-|travell?er|passenger|\bcabins?\b|overbook|\bfares?\b|itinerar|departure|boarding|flown/i;

  it('knows nothing of the trade of the model that it ships with', () => {
    const code = trackedFiles().filter((path) =>
      /^(compiler|services|generators|commands|deployment|as-built|templates|bench)\/|^[^/]+\.ts$/.test(path),
    );
    expect(code.length).toBeGreaterThan(200);
    const said = code.flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, at) => (words.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
    );
    // What a command reads that is told of no other model, and what is measured.
    expect(said.filter((line) => !/^(commands\/command-line\.ts|bench\/\w+\.ts):/.test(line))).toEqual([]);
    expect(said.filter((line) => line.startsWith('commands/command-line.ts'))).toHaveLength(1);
  });

  it('and the examples are of other trades', () => {
    const examples = trackedFiles().filter((path) => path.startsWith('model/examples/'));
    for (const path of examples) expect(readFileSync(join(root, path), 'utf8'), path).not.toMatch(words);
  });
});
