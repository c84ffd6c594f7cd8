// The table of accepted findings: stages told once, resources by component, and nothing that follows from the numbers of tokens.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { aws_lambda as lambda } from 'aws-cdk-lib';
import { afterAll, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { planOf } from '../../compiler/plan/index.ts';
import { acceptedFindings } from '../../generators/documents/parts/accepted.ts';
import { synthesise } from '../../generators/infrastructure/synthesise.ts';
import { catalogue } from '../../services/index.ts';
import { cdk } from '../../services/kit/cdk.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-accepted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = readFileSync(new URL('../../model/flyhigh/architecture.yaml', import.meta.url), 'utf8');
const more = model
  .replace(
    /^components:\n/m,
    'components:\n  first: { service: sns, label: First, in: operate, purpose: Takes numbers before all others. }\n',
  )
  .replace(/^connections:\n/m, 'connections:\n  - { from: domainEvents, to: first, does: route, label: begins }\n');

async function acceptedOf(text: string, name: string): Promise<readonly string[]> {
  const at = fileURLToPath(new URL('../../model/flyhigh', import.meta.url));
  const { architecture, findings } = compile({ text, file: 'architecture.yaml', folder: at }, catalogue);
  if (architecture === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
  const plan = planOf(architecture, catalogue);
  const handlerCode = (): lambda.Code => cdk().aws_lambda.Code.fromInline('exports.handler = () => {}');
  const made = synthesise(plan, catalogue, { folder: join(folder, name), handlerCode });
  const { markdown } = await acceptedFindings({ plan, synthesis: async () => made });
  return markdown.split('\n').filter((line) => line.startsWith('| AwsSolutions'));
}

it('tells the same of other components when one is added before them', async () => {
  const [before, after] = [await acceptedOf(model, 'before'), await acceptedOf(more, 'after')];
  expect(before.length).toBeGreaterThan(20);
  expect(after.filter((line) => !line.includes('| First |'))).toEqual(before);
  // By component, once for all stages, without tokens and logical ids.
  const rows = before.join('\n');
  expect(rows).not.toMatch(/Token\[|<[A-Za-z]+[0-9A-F]{8}/);
  expect(rows).toContain('`Resource::<Event lake>/*` `Resource::arn:aws:s3:::flyhigh-<stage>-lake-replica-');
  const told = before.map((line) => line.split('|').slice(1, 4).join('|'));
  expect(new Set(told).size).toBe(told.length);
}, 60_000);
