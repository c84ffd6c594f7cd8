// Callers outside: what they may do, what they are given, and that nothing else is provisioned for them.

import { describe, expect, it } from 'vitest';
import type { Component } from '../../compiler/architecture.ts';
import { hasIcon } from '../../generators/diagrams/svg/icons.ts';
import { client } from '../../services/client.ts';
import { external } from '../../services/external.ts';
import { cdk } from '../../services/kit/cdk.ts';
import { defineService } from '../../services/service.ts';
import { entryServices } from './support/entry.ts';
import { architecture, component, connection, figure } from './support/model.ts';
import { template } from './support/stack.ts';

describe.each([client, external])('$id', (service) => {
  it('stands outside, sends and receives', () => {
    expect(service).toMatchObject({ outside: true, offers: ['caller'] });
    expect(service.construct).toBeUndefined();
    expect(service.size).toBeUndefined();
  });

  it('has an icon for each device', () => {
    const { device } = service.settings.properties;
    const devices = Array.isArray(device?.enum) ? device.enum : [];
    expect(devices.length).toBeGreaterThan(3);
    for (const each of devices) expect(hasIcon(service.iconOf?.({ device: each }) ?? ''), `icon of ${each}`).toBe(true);
  });
});

function outside(id: string, device: string): Component {
  const { region, ...elsewhere } = component(id, 'external', { device });
  return region === undefined ? elsewhere : { ...elsewhere, group: 'entry' };
}

const routes = {
  'POST /orders/{shop}/new': { accepts: 'order', auth: 'iam', throttle: figure(10, 'requests/s') },
  'POST /returns': { accepts: 'return', auth: 'iam', throttle: figure(10, 'requests/s') },
  'POST /views': { accepts: 'view', auth: 'key', throttle: figure(10, 'requests/s') },
};
const sending = (...carries: string[]) =>
  template(
    architecture({
      components: [
        outside('till', 'server'),
        component('api', 'api-gateway', { routes }),
        component('stream', 'kinesis-data-streams', { mode: 'on-demand', retention: figure(86400, 's') }),
      ],
      connections: [
        connection('till', 'api', 'send', {}, { carries: new Map(carries.map((each) => [each, figure(1)])) }),
        connection('api', 'stream', 'put', {}, {}),
      ],
    }),
    entryServices,
  );

describe('send', () => {
  it('gives a policy for exactly the signed methods that it carries to, brackets as any value', () => {
    const synthesised = sending('order', 'view');
    const [policy] = Object.values(synthesised.findResources('AWS::IAM::ManagedPolicy'));
    const [statement, ...more] = policy?.Properties.PolicyDocument.Statement ?? [];
    expect(more).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'execute-api:Invoke' });
    expect(JSON.stringify(statement.Resource)).toMatch(/\/POST\/orders\/\*\/new/);
    expect(JSON.stringify(statement.Resource)).not.toMatch(/returns|views/);
    synthesised.hasOutput('TillApiPolicyArn', {});
  });

  it('gives none to a caller with a key or a token', () => {
    const synthesised = sending('view');
    synthesised.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });
});

describe('query', () => {
  const asked = defineService({
    id: 'asked',
    title: 'Workgroup and what it reads',
    short: 'Workgroup',
    settings: { properties: {} },
    facts: {},
    offers: ['workgroup', 'bucket', 'catalogue'],
    moves: ['describe', 'read', 'put'].flatMap((does) =>
      (['bucket', 'catalogue'] as const).map((to) => ({
        does,
        from: 'self' as const,
        to,
        mechanism: 'query',
        carries: 'nothing' as const,
        control: true,
      })),
    ),
    construct: ({ scope, component: { id } }) => {
      const { aws_athena, aws_glue, aws_s3, Stack } = cdk();
      if (id === 'questions') return { workgroup: new aws_athena.CfnWorkGroup(scope, 'Group', { name: 'questions' }) };
      if (id === 'tables')
        return {
          catalogue: {
            database: new aws_glue.CfnDatabase(scope, 'Database', {
              catalogId: Stack.of(scope).account,
              databaseInput: {},
            }),
            tables: new Map(),
          },
        };
      return { bucket: new aws_s3.Bucket(scope, 'Bucket') };
    },
  });

  it("gives a policy that follows the workgroup's arrows", () => {
    const synthesised = template(
      architecture({
        components: [
          outside('people', 'people'),
          ...['questions', 'tables', 'lake', 'answers'].map((id) => component(id, 'asked')),
        ],
        connections: [
          connection('people', 'questions', 'query'),
          connection('questions', 'tables', 'describe'),
          connection('questions', 'lake', 'read'),
          connection('questions', 'answers', 'put'),
        ],
      }),
      [external, asked],
    );
    const [policy] = Object.values(synthesised.findResources('AWS::IAM::ManagedPolicy'));
    const statements: readonly {
      readonly Sid: string;
      readonly Action: string | readonly string[];
      readonly Resource: unknown;
    }[] = policy?.Properties.PolicyDocument.Statement;
    expect(statements.map(({ Sid, Action }) => [Sid, [Action].flat().length])).toEqual([
      ['AskWorkgroup', 4],
      ['LookUpTables', 5],
      ['ReadDataObjects', 1],
      ['ReadDataBuckets', 2],
      ['KeepAnswersObjects', 4],
      ['KeepAnswersBuckets', 3],
    ]);
    const resourceOf = (sid: string) => JSON.stringify(statements.find(({ Sid }) => Sid === sid)?.Resource);
    expect(resourceOf('AskWorkgroup')).toContain('workgroup/');
    expect(resourceOf('ReadDataObjects')).toContain('lakeBucket');
    expect(resourceOf('KeepAnswersObjects')).toContain('answersBucket');
    expect(JSON.stringify(statements.map(({ Resource }) => Resource))).not.toContain('"*"');
  });
});
