import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumblineHere } from '../support/cli-here.ts';
import { readmeArrow } from './arrow.ts';

const readme = readFileSync('README.md', 'utf8');

describe('README.md', () => {
  it('shows the arrow as it is drawn today', async () => {
    const svg = await readmeArrow();
    if (process.env.UPDATE) writeFileSync('docs/arrow.svg', svg);
    expect(readFileSync('docs/arrow.svg', 'utf8')).toBe(svg);
  });

  it('shows an error message as it is printed today', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-readme-'));
    try {
      cpSync('model/flyhigh', join(folder, 'model/flyhigh'), { recursive: true });
      const file = join(folder, 'model/flyhigh/architecture.yaml');
      const broken = readFileSync(file, 'utf8')
        .replace('to: seatInventory', 'to: seatInventry')
        .replace('window: 10 s,', 'window: 10 kB,');
      writeFileSync(file, broken);
      const { stderr } = await plumblineHere(['validate', '-m', 'model/flyhigh/architecture.yaml'], { cwd: folder });
      // A crash is no finding, and its trace must not find its way into the README.
      expect(stderr).toContain('unknown-reference');
      expect(stderr).not.toContain(process.cwd());
      if (process.env.UPDATE) {
        const updated = readme.replace(
          /(All findings at once[^\n]*\n\n```\n)[\s\S]*?(```)/,
          (_, open: string, close: string) => `${open}${stderr.trim()}\n${close}`,
        );
        writeFileSync('README.md', updated);
      }
      expect(readFileSync('README.md', 'utf8')).toContain(stderr.trim());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('links to what is there', () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)|src="([^"]+)"/g)].map(([, link, image]) => link ?? image ?? '');
    expect(targets.filter((target) => !target.startsWith('http') && !existsSync(target))).toEqual([]);
    expect(targets.length).toBeGreaterThan(10);
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
