// docs/model.md is made from the language, so it cannot go stale; what it says at its beginning works.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printFindings } from '../../compiler/report.ts';
import { referenceText } from '../../compiler/schema/index.ts';
import { catalogue, understand } from '../../pipeline.ts';

const page = referenceText(catalogue);

describe('docs/model.md', () => {
  it('is what the language is today', () => {
    if (process.env.UPDATE) writeFileSync('docs/model.md', page);
    expect(readFileSync('docs/model.md', 'utf8')).toBe(page);
  });

  it('begins with a model that has no finding', () => {
    const [, model = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-least-'));
    try {
      mkdirSync(join(folder, 'handlers/tracker'), { recursive: true });
      writeFileSync(join(folder, 'handlers/tracker/index.ts'), 'export const handler = async () => ({});\n');
      writeFileSync(join(folder, 'architecture.yaml'), model);
      const { source, findings, plan } = understand(join(folder, 'architecture.yaml'));
      expect(printFindings(source, findings)).toBe('Nothing found.');
      expect(plan?.architecture.components.size).toBe(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('explains every service and every verb', () => {
    for (const service of catalogue.values()) {
      expect(page).toContain(`### ${service.id}\n`);
      for (const key of Object.keys(service.settings.properties)) expect(page).toContain(`| \`${key}\` |`);
      for (const { does, mechanism } of service.moves)
        expect(page).toMatch(new RegExp(`\`${does}\` .*${mechanism.slice(0, 12)}`));
    }
  });

  it('leaves no cell of meaning empty', () => {
    expect(page).not.toMatch(/undefined|\[object|\|[ ]*\|$/m);
  });
});
