// Compares with a file under test, or writes it where UPDATE=1 accepts what comes out now.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

export function expectFile(file: string, actual: string): void {
  if (process.env.UPDATE === '1') {
    if (!existsSync(file) || readFileSync(file, 'utf8') !== actual) writeFileSync(file, actual);
    return;
  }
  expect(existsSync(file), `${file} is missing: run with UPDATE=1`).toBe(true);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}
