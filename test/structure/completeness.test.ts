// What ARCHITECTURE.md says cannot be forgotten: each part of an extension is found by listing, and what lacks one is named.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes } from '../../compiler/codes.ts';
import { hasIcon } from '../../generators/diagrams/svg/icons.ts';
import { views } from '../../generators/diagrams/views/index.ts';
import { documents } from '../../generators/documents/index.ts';
import { services } from '../../services/index.ts';

/** Tests of these are named after what they share. */
const testedAs: Readonly<Record<string, string>> = { client: 'callers', external: 'callers' };

describe.each(services.map((service) => [service.id, service] as const))('service %s', (id, service) => {
  it('has a file or a folder of its name, and a test', () => {
    expect([`services/${id}.ts`, `services/${id}/index.ts`].filter((path) => existsSync(path))).toHaveLength(1);
    const tested = testedAs[id] ?? id;
    expect(readdirSync('test/services').filter((name) => [tested, `${tested}.test.ts`].includes(name))).toHaveLength(1);
  });

  it('has an icon that exists', () => {
    expect(hasIcon(service.icon ?? ''), String(service.icon)).toBe(true);
  });

  it('names its facts by their ids, each with a source and its date, or says that it has none', () => {
    for (const [name, fact] of Object.entries(service.facts)) {
      expect(fact).toMatchObject({ id: name, service: id });
      expect(fact.source).toMatch(/\S/);
      expect(fact.asOf).toMatch(fact.verified ? /^(\d{4}\b|undated$)/ : /^unknown$/);
    }
  });

  it('promises an SLA only by a fact', () => {
    if (service.sla !== undefined) expect(Object.keys(service.facts)).toContain(service.sla);
  });

  it('has exactly one end of each move', () => {
    for (const { does, from, to } of service.moves)
      expect(
        [from, to].filter((end) => end === 'self'),
        does,
      ).toHaveLength(1);
  });
});

it('every service of the folder is in the index', () => {
  const known = new Set(['index', 'kit', 'service']);
  const found = readdirSync('services')
    .map((name) => basename(name, '.ts'))
    .filter((name) => !known.has(name));
  expect(found.sort()).toEqual(services.map(({ id }) => id).sort());
});

it('every check of the folder is in the index, and has a code', () => {
  const helpers = new Set(['index', 'check', 'figure-words', 'holdings', 'statements']);
  const checks = readdirSync('compiler/checks')
    .map((name) => basename(name, '.ts'))
    .filter((name) => !helpers.has(name));
  const index = readFileSync('compiler/checks/index.ts', 'utf8');
  expect(checks.filter((name) => !index.includes(`from './${name}.ts'`))).toEqual([]);
  expect(checks.filter((name) => !codes.has(name))).toEqual([]);
});

it('every document has its template, and every template its document', () => {
  const templates = readdirSync('templates').filter((name) => name.endsWith('.hbs'));
  expect(documents.map(({ id }) => `${id}.md.hbs`).sort()).toEqual(templates.sort());
});

it('every view of the folder is in the index', () => {
  const files = readdirSync('generators/diagrams/views').map((name) => basename(name, '.ts'));
  expect(views.map(({ id }) => id).sort()).toEqual(files.filter((name) => name !== 'index' && name !== 'view').sort());
});

it('every command of the folder is one of the command line', () => {
  const files = readdirSync('commands')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => basename(name, '.ts'));
  const helpers = new Set(['command-line', 'common']);
  const commandLine = readFileSync('commands/command-line.ts', 'utf8');
  expect(files.filter((name) => !helpers.has(name) && !commandLine.includes(`.command('${name}')`))).toEqual([]);
});
