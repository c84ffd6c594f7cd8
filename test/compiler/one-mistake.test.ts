// One mistake is one message: what follows from it is not told beside it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allFindings, modelText } from './support/findings.ts';

const base = readFileSync('test/compiler/support/base.yaml', 'utf8');

const mistakes: readonly (readonly [what: string, from: string, to: string, code: string, hint: RegExp])[] = [
  ['a tab', '  prod: {}\n', '\tprod: {}\n', 'syntax', /spaces/],
  ['a line one column off', '\n  devShare: {', '\n   devShare: {', 'syntax', /column|bracket/],
  ['a colon in a text within brackets', 'Takes orders.', 'Takes: orders.', 'syntax', /quotes/],
  ['a brace in a key within brackets', 'Takes orders.', 'Takes orders., a{b}: c', 'syntax', /quotes/],
  ['a section with a misspelt name', '\nconnections:', '\nconections:', 'unknown-key', /connections/],
  ['a number in place of the placeholder', 'fill $value', 'fill 3', 'digits-in-statement', /Put \$value in its place/],
  ['a service named by a part of its name', 'service: stream', 'service: order-stream', 'unknown-service', /"stream"/],
  ['a key that no connection has', 'batch: 50', 'batches: 50', 'unknown-key', /"batch"/],
];

test.each(mistakes)('%s', (_, from, to, code, hint) => {
  expect(base).toContain(from);
  const { all } = allFindings(modelText(base.replace(from, to)));
  expect(all.map((finding) => finding.code)).toEqual([code]);
  expect(all[0]?.hint).toMatch(hint);
});

test('keys that are missing in one place are all told', () => {
  const { all } = allFindings(modelText(base.replace(', in: region, purpose: Takes orders.', '')));
  expect(all.map(({ code, message }) => `${code} ${message.split(' ')[0]}`).sort()).toEqual([
    'missing-key "in"',
    'missing-key "purpose"',
  ]);
});
