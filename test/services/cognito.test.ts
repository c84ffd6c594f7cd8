// A user pool as deployed, which ways into an API it guards, and settings that do not fit.
import { describe, expect, it } from 'vitest';
import { cognito } from '../../services/cognito/index.ts';
import { entry, entryServices } from './support/entry.ts';
import { architecture, component, figure } from './support/model.ts';
import { build, template } from './support/stack.ts';

const model = entry();
const synthesised = template(model, entryServices);

it('signs people in by code without a secret, and takes passwords on its own page only', () => {
  synthesised.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    GenerateSecret: false,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: 60,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    CallbackURLs: ['flyhigh://signed-in', 'https://www.flyhigh.example/signed-in'],
  });
});

it('asks for strong passwords and offers a second factor', () => {
  synthesised.hasResourceProperties('AWS::Cognito::UserPool', {
    UserPoolTier: 'LITE',
    MfaConfiguration: 'OPTIONAL',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    },
  });
});

it.each([
  ['prod', 'ACTIVE', 'Retain'],
  ['dev', 'INACTIVE', 'Delete'],
])('in %s deletion protection is %s', (stage, DeletionProtection, DeletionPolicy) => {
  template(model, entryServices, { stage }).hasResource('AWS::Cognito::UserPool', {
    Properties: { DeletionProtection },
    DeletionPolicy,
  });
});

it('is an authoriser of the API by its arrow', () => {
  const [pool] = Object.keys(synthesised.findResources('AWS::Cognito::UserPool'));
  synthesised.hasResourceProperties('AWS::ApiGateway::Authorizer', {
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
    ProviderARNs: [{ 'Fn::GetAtt': [pool, 'Arn'] }],
  });
});

it('answers cdk-nag on the second factor and the tier', () => {
  const { acknowledgements } = build(model, entryServices);
  expect(acknowledgements.filter((each) => each.component === 'signIn').map(({ rule }) => rule)).toEqual([
    'AwsSolutions-COG2',
    'AwsSolutions-COG8',
  ]);
});

it.each([
  ['booking', false],
  ['search', false],
  ['insightRead', true],
])('guards the way of %s: %s', (event, guarded) => {
  const [move] = cognito.moves;
  const arrow = [...model.connections.values()].find(({ does }) => does.includes('authorize'));
  expect(arrow && move?.guards?.(arrow, model, event)).toBe(guarded);
});

describe('settings', () => {
  const findings = (settings: object) =>
    (
      cognito.check?.(
        component('login', 'cognito'),
        { tier: 'lite', users: figure(1), ...settings },
        architecture({ components: [] }),
      ) ?? []
    ).map(({ path }) => path.slice(2).join());
  it.each([
    ['nothing more', {}],
    ['a day', { token: figure(86400, 's') }],
    ['callbacks', { callbacks: ['https://shop.example/in', 'shop://in', 'http://localhost:3000/'] }],
  ])('%s fits', (_, settings) => {
    expect(findings(settings)).toEqual([]);
  });
  it.each([
    ['a token of a minute', { token: figure(60, 's') }, 'token'],
    ['a token of a week', { token: figure(7 * 86400, 's') }, 'token'],
    ['a callback without encryption', { callbacks: ['http://shop.example/in'] }, 'callbacks'],
    ['a callback that is no address', { callbacks: ['shop'] }, 'callbacks'],
  ])('%s does not', (_, settings, path) => {
    expect(findings(settings)).toEqual([path]);
  });
});
