// The schema in a real YAML language server: names are completed, keys explained, typos flagged.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaText } from '../../compiler/schema/index.ts';
import { catalogue } from './support/catalogue.ts';
import { type Editor, startEditor } from './support/language-server.ts';

const base = readFileSync('test/compiler/support/base.yaml', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-editor-'));
let editor: Editor;

beforeAll(async () => {
  const file = join(folder, 'schema.json');
  writeFileSync(file, schemaText(catalogue));
  editor = await startEditor(pathToFileURL(file).href);
}, 20_000);

afterAll(async () => {
  await editor.close();
  rmSync(folder, { recursive: true });
});

/** The text without its "|", and where that stood. */
function cursor(text: string) {
  const before = text.slice(0, text.indexOf('|'));
  const line = before.split('\n').length - 1;
  return { text: text.replace('|', ''), position: { line, character: before.length - before.lastIndexOf('\n') - 1 } };
}

async function complete(marked: string): Promise<readonly string[]> {
  const { text, position } = cursor(marked);
  await editor.open(text);
  return editor.complete(position);
}

async function hover(marked: string): Promise<string> {
  const { text, position } = cursor(marked);
  await editor.open(text);
  return editor.hover(position);
}

test('a sound model has no marks', async () => {
  expect(await editor.open(base)).toEqual([]);
});

describe('typos are marked', () => {
  test.each([
    ['a key of the model', 'owner: Shop team', 'ownr: Shop team', 'ownr'],
    ['a service', 'service: stream', 'service: streem', 'streem'],
    ['a setting of a service', 'retention: 24 h', 'retension: 24 h', 'retension'],
    ['a key of a connection', 'batch: 50', 'bach: 50', 'bach'],
    ['a verb', 'does: feed', 'does: fed', 'fed'],
    ['a kind', 'kind: region', 'kind: regoin', 'regoin'],
  ])('%s', async (_, right, wrong, marked) => {
    const text = base.replace(right, wrong);
    const found = await editor.open(text);
    const lines = text.split('\n');
    const marks = found.map(({ range }) => lines[range.start.line]?.slice(range.start.character, range.end.character));
    expect(marks).toContain(marked);
  });
});

describe('completion', () => {
  test('of services', async () => {
    expect(await complete('components:\n  a:\n    service: |\n')).toEqual(
      expect.arrayContaining([...catalogue.keys()]),
    );
  });
  test('of the settings of the service that is named', async () => {
    const labels = await complete('components:\n  a:\n    service: stream\n    |\n');
    expect(labels).toEqual(expect.arrayContaining(['label', 'in', 'purpose', 'retention', 'mode']));
    expect(labels).not.toContain('handler');
  });
  test('of the values of a setting', async () => {
    const labels = await complete('components:\n  a:\n    service: stream\n    mode: |\n');
    expect(labels).toEqual(expect.arrayContaining(['on-demand', 'provisioned']));
  });
  test('of keys and verbs of a connection', async () => {
    expect(await complete('connections:\n  - from: a\n    |\n')).toEqual(
      expect.arrayContaining(['to', 'does', 'batch', 'window']),
    );
    expect(await complete('connections:\n  - does: |\n')).toEqual(expect.arrayContaining(['feed', 'put', 'set-aside']));
  });
});

describe('hover', () => {
  test.each([
    ['a key of the model', base.replace('owner:', 'ow|ner:'), 'Team that answers for it.'],
    ['a setting', base.replace('retention:', 'reten|tion:'), 'How long records are kept.'],
    ['a key of a connection', base.replace('label: sends', 'la|bel: sends'), 'What the arrow says'],
    ['a setting of a move', base.replace('batch:', 'ba|tch:'), 'Records in a batch, at most.'],
  ])('%s', async (_, text, says) => {
    expect(await hover(text)).toContain(says);
  });
});
