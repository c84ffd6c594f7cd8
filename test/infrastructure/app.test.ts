import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import { synthesise } from '../../generators/infrastructure/synthesise.ts';
import { architecture, component, connection, outside, plan } from '../services/support/model.ts';
import { build, catalogueOf, stubCode, template } from '../services/support/stack.ts';
import { fakes, stray } from './fake-services.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = architecture({
  components: [
    outside('people', 'outside'),
    component('jobs', 'queue'),
    component('copies', 'queue', {}, { region: 'us-west-2', stages: ['prod'] }),
    component('copyKey', 'key', {}, { region: 'us-west-2', stages: ['prod'] }),
    component('packer', 'worker'),
    component('dataKey', 'key'),
    component('panel', 'watcher'),
  ],
  connections: [
    { ...connection('packer', 'jobs', 'read'), rarely: ['drain'] },
    connection('people', 'jobs', 'ask'),
    connection('packer', 'copies', 'copy', {}, { id: 'to copies' }),
  ],
});

describe('stacks', () => {
  it('stand for each Region that has components in the stage, named after model, stage and Region', () => {
    const { templates } = synthesise(plan(model), catalogueOf(fakes), { folder, handlerCode: stubCode });
    expect([...templates.keys()]).toEqual([
      'sample-dev.template.json',
      'sample-prod.template.json',
      'sample-prod-us-west-2.template.json',
    ]);
    expect(readdirSync(join(folder, 'prod'))).toContain('manifest.json');
  });

  it('hold nothing but resources and outputs, without paths, versions or accounts', () => {
    const text = JSON.stringify(template(model, fakes).toJSON());
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(['Description', 'Outputs', 'Resources']);
    expect(text).not.toMatch(/aws:cdk:path|aws:asset|CDKMetadata|BootstrapVersion/);
  });

  it('are the same bytes each time', () => {
    const text = () => JSON.stringify(template(model, fakes).toJSON());
    expect(text()).toBe(text());
  });
});

describe('resources', () => {
  it('carry their component in metadata and tag', () => {
    template(model, fakes).hasResource('AWS::SQS::Queue', {
      Metadata: { 'plumbline:component': 'jobs' },
      Properties: { Tags: Match.arrayWith([{ Key: 'plumbline:component', Value: 'jobs' }]) },
    });
  });

  it('of an arrow carry its connection; several verbs share one policy', () => {
    const made = template(model, fakes);
    made.resourceCountIs('AWS::IAM::Policy', 1);
    made.hasResource('AWS::IAM::Policy', {
      Metadata: { 'plumbline:connection': 'packer-jobs' },
      Properties: { PolicyDocument: { Statement: [Match.objectLike({ Action: 'sqs:ReceiveMessage' })] } },
    });
  });

  it('of an arrow from outside stand where it arrives', () => {
    const made = template(model, fakes);
    made.hasOutput('*', { Value: { Ref: Match.stringLikeRegexp('^jobsQueue') } });
  });

  it('outside every component are refused, because nobody could say what they are for', () => {
    const bad = architecture({ components: [component('strange', 'stray')] });
    expect(() => build(bad, [stray])).toThrow('belongs to no component');
  });
});

describe('contexts', () => {
  it("give the Region's own key, constructed when first asked for", () => {
    const main = template(model, fakes);
    const [keyId] = Object.keys(main.findResources('AWS::KMS::Key'));
    main.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } });
    const replica = template(model, fakes, { stack: 'sample-prod-us-west-2' });
    replica.hasResource('AWS::KMS::Key', { Metadata: { 'plumbline:component': 'copyKey' } });
  });

  it('protect what the stage protects', () => {
    template(model, fakes, { stage: 'prod' }).hasResource('AWS::SQS::Queue', { DeletionPolicy: 'Retain' });
    template(model, fakes, { stage: 'dev' }).hasResource('AWS::SQS::Queue', { DeletionPolicy: 'Delete' });
  });

  it('show finish() the components of its own stack', () => {
    template(model, fakes).hasOutput('*', { Value: 'jobs packer dataKey panel |' });
  });
});
