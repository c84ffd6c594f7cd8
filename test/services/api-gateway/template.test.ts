// The API of FlyHigh's entry as it is deployed: who may call what, which rights it has, what it logs, when it is deployed anew.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../../compiler/architecture.ts';
import { entry, entryServices } from '../support/entry.ts';
import { expectRolesDescribed } from '../support/roles.ts';
import { build, template } from '../support/stack.ts';

const architecture = entry();
const synthesised = template(architecture, entryServices);
const resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>> =
  synthesised.toJSON().Resources;
const ofType = (type: string) => Object.keys(synthesised.findResources(type));
const only = (type: string): string => {
  const [id, ...more] = ofType(type);
  if (id === undefined || more.length > 0) throw new Error(`not one ${type}`);
  return id;
};
const api = only('AWS::ApiGateway::RestApi');

describe('methods', () => {
  it.each([
    ['POST', 'AWS_IAM', 2],
    ['OPTIONS', 'NONE', 6],
  ])('%s with %s', (HttpMethod, AuthorizationType, count) => {
    expect(
      Object.keys(
        synthesised.findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod, AuthorizationType } }),
      ),
    ).toHaveLength(count);
  });

  it('without authorisation all ask for a key, but for preflights', () => {
    const open = Object.values(
      synthesised.findResources('AWS::ApiGateway::Method', { Properties: { AuthorizationType: 'NONE' } }),
    );
    const keyed = open.filter(({ Properties }) => Properties.HttpMethod !== 'OPTIONS');
    expect(keyed).toHaveLength(3);
    for (const { Properties } of keyed) expect(Properties.ApiKeyRequired).toBe(true);
  });

  it('with a token ask for the scope that only access tokens carry', () => {
    const asked = synthesised.findResources('AWS::ApiGateway::Method', {
      Properties: { AuthorizationType: 'COGNITO_USER_POOLS' },
    });
    expect(Object.keys(asked)).toHaveLength(4);
    for (const { Properties } of Object.values(asked))
      expect(Properties).toMatchObject({
        AuthorizationScopes: ['openid'],
        AuthorizerId: { Ref: only('AWS::ApiGateway::Authorizer') },
      });
  });

  it('validate bodies and parameters, and pass nothing by', () => {
    synthesised.hasResourceProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    });
    const methods = Object.values(synthesised.findResources('AWS::ApiGateway::Method')).filter(
      ({ Properties }) => Properties.HttpMethod !== 'OPTIONS',
    );
    for (const { Properties } of methods) {
      expect(Properties.RequestValidatorId).toEqual({ Ref: only('AWS::ApiGateway::RequestValidator') });
      if (Properties.HttpMethod === 'POST') expect(Properties.Integration.PassthroughBehavior).toBe('NEVER');
    }
  });

  it('hold models without our own keywords', () => {
    const models = synthesised.findResources('AWS::ApiGateway::Model');
    expect(Object.keys(models)).toHaveLength(3);
    expect(JSON.stringify(models)).not.toContain('x-class');
    expect(JSON.stringify(models)).toContain('"additionalProperties":false');
  });
});

describe('rights', () => {
  it('of each role are one action on one stream', () => {
    const policies = Object.entries(synthesised.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith('eventApi'))
      .map(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(policies).toHaveLength(2);
    for (const statements of policies)
      expect(statements).toEqual([
        {
          Sid: 'PutRecords',
          Effect: 'Allow',
          Action: 'kinesis:PutRecord',
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/Stream/), 'Arn'] },
        },
      ]);
  });

  it('to the function are of this API and stage only', () => {
    synthesised.resourceCountIs('AWS::Lambda::Permission', 1);
    synthesised.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': ['', Match.arrayWith([{ Ref: api }, '/', { Ref: only('AWS::ApiGateway::Stage') }, '/*/*'])],
      },
    });
  });

  it('of the booking application are two methods, in a policy that the outputs name', () => {
    const policy = only('AWS::IAM::ManagedPolicy');
    const statements = resources[policy]?.Properties.PolicyDocument;
    expect(statements).toMatchObject({
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: [{}, {}] }],
    });
    expect(JSON.stringify(statements)).toMatch(/\/POST\/bookings.*\/POST\/cancellations/);
    synthesised.hasOutput('BookingAppSendEventApiPolicyArn', { Value: { Ref: policy } });
  });
});

describe('stage', () => {
  const { Properties } = resources[only('AWS::ApiGateway::Stage')] ?? { Properties: {} };
  const settings = Properties.MethodSettings;

  it('throttles every method by the model, and preflights as their calls', () => {
    expect(settings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ResourcePath: '/~1searches',
          HttpMethod: 'POST',
          ThrottlingRateLimit: 1500,
          ThrottlingBurstLimit: 1500,
        }),
        expect.objectContaining({
          ResourcePath: '/~1routes~1{route}~1demand',
          HttpMethod: 'GET',
          ThrottlingRateLimit: 300,
        }),
        expect.objectContaining({ ResourcePath: '/~1me~1profile', HttpMethod: 'OPTIONS', ThrottlingRateLimit: 50 }),
      ]),
    );
    expect(settings).toHaveLength(1 + 10 + 6);
  });

  it('logs errors of every method, never bodies', () => {
    expect(Properties.TracingEnabled).toBe(true);
    for (const each of Array.isArray(settings) ? settings : [])
      expect(each).toMatchObject({ LoggingLevel: 'ERROR', DataTraceEnabled: false });
    expect(JSON.stringify(Properties.AccessLogSetting)).not.toMatch(
      /sourceIp|userAgent|claims|userArn|apiKey|\$context\.path|validationErrorString/,
    );
  });

  it('keeps its logs no longer than the model says', () => {
    for (const { Properties: group } of Object.values(
      synthesised.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 } }),
    ))
      expect(group.RetentionInDays).toBe(30);
    synthesised.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: api }, '/prod']] },
      RetentionInDays: 30,
    });
  });
});

describe('deployment', () => {
  const deploymentOf = (of: Architecture): string =>
    Object.keys(template(of, entryServices).findResources('AWS::ApiGateway::Deployment')).join();
  const changed = (change: (settings: object) => object): Architecture => ({
    ...architecture,
    components: new Map(
      [...architecture.components].map(([id, each]) => [
        id,
        id === 'eventApi' ? { ...each, settings: change(each.settings) } : each,
      ]),
    ),
  });

  it('is the same for the same model', () => {
    expect(deploymentOf(entry())).toBe(deploymentOf(architecture));
  });

  it.each([
    [
      'the name of the subject, which stands in a template only',
      changed((settings) => JSON.parse(JSON.stringify(settings).replace('"travellerRef"', '"memberRef"'))),
    ],
    [
      'a payload schema',
      {
        ...architecture,
        workload: {
          ...architecture.workload,
          events: new Map(
            [...architecture.workload.events].map(([id, each]) => [
              id,
              id === 'search' ? { ...each, schema: { ...each.schema, maxProperties: 40 } } : each,
            ]),
          ),
        },
      },
    ],
  ])('is made anew when %s changes', (_, model) => {
    expect(deploymentOf(model)).not.toBe(deploymentOf(architecture));
  });
});

it('answers cdk-nag on each method that asks for no sign-in', () => {
  const { acknowledgements } = build(architecture, entryServices);
  const rules = acknowledgements.filter(({ component }) => component === 'eventApi').map(({ rule }) => rule);
  expect(rules.filter((rule) => rule === 'AwsSolutions-COG4')).toHaveLength(6);
  expect(rules.filter((rule) => rule === 'AwsSolutions-APIG4')).toHaveLength(3);
  expect(rules.filter((rule) => rule === 'AwsSolutions-IAM4')).toHaveLength(1);
});

it('gives its address and the id of its key', () => {
  synthesised.hasOutput('EventApiUrl', {});
  synthesised.hasOutput('EventApiKeyId', { Value: { Ref: only('AWS::ApiGateway::ApiKey') } });
});

it('describes roles in characters that IAM takes, whatever the labels', () =>
  expectRolesDescribed(architecture, entryServices));
