import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { planOf } from '../../compiler/plan/index.ts';
import { buildApp } from '../../generators/infrastructure/app.ts';
import { type Bundles, bundleHandlers, handlerCodeOf } from '../../generators/infrastructure/bundles.ts';
import { nag } from '../../generators/infrastructure/nag.ts';
import { type Synthesis, synthesise } from '../../generators/infrastructure/synthesise.ts';
import { instruments } from '../../model/flyhigh/handlers/common/lambda.ts';
import { catalogue } from '../../services/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { architecture, findings } = compile('model/flyhigh/architecture.yaml', catalogue);
if (architecture === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
const plan = planOf(architecture, catalogue);
const stages = [...architecture.stages.keys()];

let bundles: Bundles;
let made: Synthesis;
beforeAll(async () => {
  bundles = await bundleHandlers('model/flyhigh', { cacheFolder: join(folder, 'cache') });
  made = synthesise(plan, catalogue, {
    folder: mkdtempSync(join(folder, 'out-')),
    handlerCode: handlerCodeOf(bundles),
  });
}, 60_000);

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly ManagedPolicyArns?: readonly unknown[];
    readonly Namespace?: string;
    readonly PolicyDocument?: {
      readonly Statement?: readonly { readonly Effect: string; readonly Principal?: unknown }[];
    };
  };
  readonly Metadata?: Readonly<Record<string, string>>;
}
interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}
const resourcesOf = (text: string) => Object.values((JSON.parse(text) as Template).Resources);

describe("FlyHigh's app", () => {
  it('has a stack a stage, and one for the replica where there is one', () => {
    expect([...made.templates.keys()].sort()).toEqual([
      'flyhigh-dev.template.json',
      'flyhigh-prod-us-west-2.template.json',
      'flyhigh-prod.template.json',
    ]);
  });

  it('is the same bytes again, from bundles made at another place', async () => {
    const others = await bundleHandlers('model/flyhigh', { cacheFolder: join(folder, 'another', 'cache') });
    const again = synthesise(plan, catalogue, {
      folder: mkdtempSync(join(folder, 'out-')),
      handlerCode: handlerCodeOf(others),
    });
    expect([...again.templates]).toEqual([...made.templates]);
  }, 60_000);

  it('holds no resource but those of a component, a connection, or of the stack as a whole', () => {
    const components = new Set(architecture.components.keys());
    const connections = new Set(architecture.connections.keys());
    const strays = made.resources.filter(
      ({ component, connection, shared }) =>
        !(component !== undefined && components.has(component)) &&
        !(connection !== undefined && connections.has(connection)) &&
        shared !== 'accessLogs',
    );
    expect(strays).toEqual([]);
  });

  it('provisions every component that stands in AWS', () => {
    const inProd = new Set(
      made.resources.filter(({ stack }) => stack.startsWith('flyhigh-prod')).map(({ component }) => component),
    );
    const missing = [...architecture.components.values()].filter(
      ({ id, region }) => region !== undefined && !inProd.has(id),
    );
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('runs no function but those of the model, and no custom resource', () => {
    const modelled = [...architecture.components.values()].filter((each) => 'handler' in each.settings).length;
    for (const [name, text] of made.templates) {
      const types = resourcesOf(text).map(({ Type }) => Type);
      expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(
        name.includes('us-west-2') ? 0 : modelled,
      );
      expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
    }
  });

  it('attaches no policy of AWS but the one that API Gateway asks for, and lets no principal be anyone', () => {
    for (const text of made.templates.values()) {
      for (const { Type, Properties, Metadata } of resourcesOf(text)) {
        const where = JSON.stringify(Metadata);
        if (Type === 'AWS::IAM::Role') {
          const managed = JSON.stringify(Properties?.ManagedPolicyArns ?? []);
          expect(managed === '[]' || managed.includes('AmazonAPIGatewayPushToCloudWatchLogs'), where).toBe(true);
        }
        const statements = Properties?.PolicyDocument?.Statement ?? [];
        for (const { Effect, Principal } of statements)
          expect(Effect === 'Allow' && JSON.stringify(Principal ?? {}).includes('"*"'), where).toBe(false);
      }
    }
  });

  it('has alarms that look for the metrics of its code where the code writes them', () => {
    const alarms = resourcesOf(made.templates.get('flyhigh-prod.template.json') ?? '{"Resources":{}}').flatMap(
      ({ Type, Properties }) => (Type === 'AWS::CloudWatch::Alarm' ? [Properties?.Namespace] : []),
    );
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'flyhigh-prod');
    const { metrics } = instruments('reconciler');
    metrics.addMetric('InventoryDrift', 'Count', 1);
    const written = metrics.serializeMetrics();
    vi.unstubAllEnvs();
    expect(written).toMatchObject({
      service: 'reconciler',
      _aws: { CloudWatchMetrics: [{ Namespace: 'flyhigh-prod' }] },
    });
    expect(alarms).toContain('flyhigh-prod');
  });

  it('leaves no question of cdk-nag open, and answers none that was not asked', () => {
    const { open, faults, answered } = nag(plan, catalogue, { handlerCode: handlerCodeOf(bundles) });
    expect(open.map(({ rule, detail, resource }) => `${rule} ${detail ?? ''} ${resource}`)).toEqual([]);
    expect(faults).toEqual([]);
    expect(answered.length).toBeGreaterThan(0);
  }, 60_000);

  it("passes CDK's own validation", () => {
    const stage = stages.at(-1) ?? '';
    const outdir = mkdtempSync(join(folder, 'valid-'));
    const { app } = buildApp(plan, catalogue, stage, { handlerCode: handlerCodeOf(bundles), outdir, validate: true });
    app.synth();
    const report: { readonly pluginReports: readonly { readonly violations: readonly unknown[] }[] } = JSON.parse(
      readFileSync(join(outdir, 'validation-report.json'), 'utf8'),
    );
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  }, 120_000);
});

const linter = process.env.PLUMBLINE_CFN_LINT ?? 'cfn-lint';
const lint = (...args: readonly string[]) => spawnSync(linter, args, { encoding: 'utf8', timeout: 110_000 });
// The npm package of that name is another one; PyPI's prints "cfn-lint 1.58.0". Older ones do not know all properties.
const [, major = '0', minor = '0'] = /^cfn-lint (\d+)\.(\d+)/.exec(lint('--version').stdout ?? '') ?? [];
const found = Number(major) * 1000 + Number(minor) >= 1058;

describe.skipIf(!found)('cfn-lint (PyPI, 1.58 or newer; its path in PLUMBLINE_CFN_LINT, or on PATH)', () => {
  it('has nothing to say of the templates', () => {
    const files = [...made.templates].map(([name, text]) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    });
    // W3005: CDK names dependencies that CloudFormation would find by itself.
    const { stdout, status } = lint('--ignore-checks', 'W3005', '--', ...files);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  }, 120_000);
});
