// A firewall's rules, in the model's words, to WAFv2 rules.
import type { aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import {
  isManaged,
  type ManagedRule,
  type RateRule,
  requestsInWindow,
  type Settings,
  windowSeconds,
} from './settings.ts';

/** `root` is what stands before every path, such as the name of an API's stage. */
export function rulesOf({ action, rules }: Settings, root: string): wafv2.CfnWebACL.RuleProperty[] {
  return Object.entries(rules).map(([name, rule], priority) => ({
    name,
    priority,
    visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: name },
    ...(isManaged(rule)
      ? {
          overrideAction: (rule.action ?? action) === 'count' ? { count: {} } : { none: {} },
          statement: { managedRuleGroupStatement: managedStatement(rule, root) },
        }
      : {
          action: (rule.action ?? action) === 'count' ? { count: {} } : { block: {} },
          statement: { rateBasedStatement: rateStatement(rule, root) },
        }),
  }));
}

function managedStatement(rule: ManagedRule, root: string): wafv2.CfnWebACL.ManagedRuleGroupStatementProperty {
  const [only, ...more] = (rule.unless ?? []).map((start) => pathStartsWith(`${root}${start}`));
  return {
    vendorName: 'AWS',
    name: rule.managed,
    ...(rule.countOnly === undefined
      ? {}
      : { ruleActionOverrides: rule.countOnly.map((name) => ({ name, actionToUse: { count: {} } })) }),
    ...(only === undefined
      ? {}
      : {
          scopeDownStatement: {
            notStatement: { statement: more.length === 0 ? only : { orStatement: { statements: [only, ...more] } } },
          },
        }),
  };
}

function rateStatement(rule: RateRule, root: string): wafv2.CfnWebACL.RateBasedStatementProperty {
  return {
    aggregateKeyType: 'IP',
    limit: requestsInWindow(rule),
    evaluationWindowSec: windowSeconds(rule),
    ...(rule.on === undefined ? {} : { scopeDownStatement: pathStartsWith(`${root}${rule.on}`) }),
  };
}

/** Decoded and normalised first, or "%2e" and "/x/../" would lead around the rule. */
export const transformations = ['URL_DECODE', 'NORMALIZE_PATH'] as const;

const pathStartsWith = (start: string): wafv2.CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: start,
    textTransformations: transformations.map((type, priority) => ({ type, priority })),
  },
});
