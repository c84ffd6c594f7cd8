// One folder per code: a bad model with the report that must come of it, and a good one beside it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codes } from '../../compiler/codes.ts';
import { printFindings } from '../../compiler/report.ts';
import { expectFile } from './support/expected.ts';
import { allFindings, support } from './support/findings.ts';

const cases = 'test/compiler/cases';

function findingsIn(folder: string) {
  const text = readFileSync(join(folder, 'model.yaml'), 'utf8');
  return allFindings({ text, file: 'model.yaml', folder: existsSync(join(folder, 'handlers')) ? folder : support });
}

test('every code has a bad and a good case, and no folder is without a code', () => {
  expect(readdirSync(cases).sort()).toEqual([...codes.keys()].sort());
  for (const code of codes.keys()) expect(readdirSync(join(cases, code)).sort(), code).toEqual(['bad', 'good']);
});

describe.each([...codes.keys()])('%s', (code) => {
  test('the bad model is told, with a place and a way out', () => {
    const folder = join(cases, code, 'bad');
    const { source, all } = findingsIn(folder);
    const own = all.filter((finding) => finding.code === code);
    expect(own.length, `no finding has the code ${code}`).toBeGreaterThan(0);
    for (const { message, hint, severity } of own) {
      expect(message).toMatch(/\S.*[.)]$/);
      expect(hint).toMatch(/\S.*\S/);
      expect(severity).toBe(codes.get(code)?.severity);
    }
    expectFile(join(folder, 'expected.txt'), `${printFindings(source, all)}\n`);
  });

  test('the good model has no finding at all', () => {
    const { source, all } = findingsIn(join(cases, code, 'good'));
    expect(printFindings(source, all)).toBe('Nothing found.');
  });
});
