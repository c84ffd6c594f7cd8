// A firewall's rules as deployed, and settings that do not fit.
import { describe, expect, it } from 'vitest';
import { waf } from '../../services/waf/index.ts';
import { entry, entryServices } from './support/entry.ts';
import { architecture, component, figure } from './support/model.ts';
import { template } from './support/stack.ts';

const synthesised = template(entry(), entryServices);
const [acl] = Object.values(synthesised.findResources('AWS::WAFv2::WebACL'));
const rule = (name: string) => acl?.Properties.Rules.find((each: { readonly Name: string }) => each.Name === name);
const match = (start: string) => ({
  ByteMatchStatement: expect.objectContaining({ SearchString: start, PositionalConstraint: 'STARTS_WITH' }),
});

describe('rules', () => {
  it('are tried in the order of the model; what the firewall only counts, a rule of its own may block', () => {
    expect(
      acl?.Properties.Rules.map(({ Name, Priority }: { readonly Name: string; readonly Priority: number }) => [
        Priority,
        Name,
      ]),
    ).toEqual([
      [0, 'reputation'],
      [1, 'badInputs'],
      [2, 'common'],
      [3, 'searchRate'],
      [4, 'profileRate'],
    ]);
    expect(rule('common')).toMatchObject({ OverrideAction: { Count: {} } });
    expect(rule('searchRate')).toMatchObject({ Action: { Block: {} } });
  });

  it('leave the signed routes out of the common set, and count its body size', () => {
    expect(rule('common').Statement.ManagedRuleGroupStatement).toMatchObject({
      Name: 'AWSManagedRulesCommonRuleSet',
      RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
      ScopeDownStatement: {
        NotStatement: {
          Statement: { OrStatement: { Statements: [match('/prod/bookings'), match('/prod/cancellations')] } },
        },
      },
    });
  });

  it.each([
    ['searchRate', 10000, '/prod/searches'],
    ['profileRate', 3000, '/prod/me/'],
  ])('%s lets %i requests in five minutes through from one address', (name, Limit, start) => {
    expect(rule(name).Statement.RateBasedStatement).toEqual({
      AggregateKeyType: 'IP',
      Limit,
      EvaluationWindowSec: 300,
      ScopeDownStatement: match(start),
    });
  });

  it('see a path as the API will, decoded and normalised', () => {
    const { TextTransformations } =
      rule('searchRate').Statement.RateBasedStatement.ScopeDownStatement.ByteMatchStatement;
    expect(TextTransformations.map(({ Type }: { readonly Type: string }) => Type)).toEqual([
      'URL_DECODE',
      'NORMALIZE_PATH',
    ]);
  });

  it('block where the model says so', () => {
    const settings = {
      action: 'block',
      rules: {
        known: { managed: 'AWSManagedRulesKnownBadInputsRuleSet', unless: ['/signed'] },
        many: { limit: figure(2, 'requests/s'), window: figure(60, 's') },
      },
    };
    const blocking = template(architecture({ components: [component('wall', 'waf', settings)] }), [waf]);
    const [wall] = Object.values(blocking.findResources('AWS::WAFv2::WebACL'));
    expect(wall?.Properties.Rules).toMatchObject([
      {
        OverrideAction: { None: {} },
        Statement: {
          ManagedRuleGroupStatement: { ScopeDownStatement: { NotStatement: { Statement: match('/prod/signed') } } },
        },
      },
      { Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 120, EvaluationWindowSec: 60 } } },
    ]);
  });
});

it('guards the stage once it stands', () => {
  const [stage] = Object.keys(synthesised.findResources('AWS::ApiGateway::Stage'));
  const [association] = Object.values(synthesised.findResources('AWS::WAFv2::WebACLAssociation'));
  expect(association?.DependsOn).toEqual([stage]);
  expect(JSON.stringify(association?.Properties.ResourceArn)).toContain(`{"Ref":"${stage}"}`);
});

it('logs what a rule matched, without credentials', () => {
  synthesised.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: 'aws-waf-logs-flyhigh-prod-firewall',
    RetentionInDays: 30,
  });
  synthesised.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
    LoggingFilter: { DefaultBehavior: 'DROP' },
    RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'x-api-key' } }],
  });
});

describe('settings', () => {
  const findings = (rules: object) =>
    (waf.check?.(component('wall', 'waf', {}), { rules }, architecture({ components: [] })) ?? []).map(
      ({ path, message }) => `${path.slice(2).join(' > ')}: ${message}`,
    );
  const rate = figure(100, 'requests/s');

  it.each([
    ['a known group', { managed: 'AWSManagedRulesCommonRuleSet' }],
    ['an unknown group with its units', { managed: 'AWSManagedRulesSQLiRuleSet', units: figure(200, 'WCU') }],
    ['a rate', { limit: rate }],
    ['a rate over a minute on a path', { limit: rate, window: figure(60, 's'), on: '/orders' }],
  ])('%s fits', (_, one) => {
    expect(findings({ one })).toEqual([]);
  });

  it.each([
    [
      'an unknown group',
      { managed: 'AWSManagedRulesSQLiRuleSet' },
      'rules > one > managed: The catalogue does not know',
    ],
    ['both', { managed: 'AWSManagedRulesCommonRuleSet', limit: rate }, 'rules > one: A rule is either'],
    ['neither', { on: '/orders' }, 'rules > one: A rule needs'],
    ['a window of three minutes', { limit: rate, window: figure(180, 's') }, 'rules > one > window'],
    ['too few', { limit: figure(0.01, 'requests/s') }, 'rules > one > limit: That is fewer than 10'],
    ['a path without its slash', { limit: rate, on: 'orders' }, 'rules > one > on: A path begins'],
    [
      'a path left out without its slash',
      { managed: 'AWSManagedRulesCommonRuleSet', unless: ['orders'] },
      'rules > one > unless > 0',
    ],
  ])('%s does not', (_, one, message) => {
    expect(findings({ one }).join('\n')).toContain(message);
  });
});
