// Published figures of AWS WAF.
import { byId, factsOf } from '../kit/facts.ts';

const { limit, capacity, price, sla, unverified } = factsOf('waf');
const quotas = { source: 'AWS WAF quotas, developer guide', asOf: '2026 (undated copy)' } as const;
const guide = {
  source: 'AWS WAF developer guide: managed rule groups and rule statements',
  asOf: '2026 (undated copy)',
} as const;
const prices = {
  source: 'Infracost price test output for wafv2_web_acl, us-east-1, computed from the AWS Price List',
  asOf: '2024-07-01',
} as const;

export const facts = byId([
  limit('requestsPerSecondPerWebAcl', 100000, 'requests/second', {
    ...quotas,
    adjustable: true,
    note: 'older documentation says 25,000',
  }),
  limit('wcuPerWebAcl', 5000, 'WCU', { ...quotas, note: 'above 1,500 requests cost more' }),
  limit('rateBasedRulesPerWebAcl', 10, 'rules', quotas),
  limit('rateRuleMinimum', 10, 'requests', { ...quotas, note: 'in each window' }),
  capacity('wcuAWSManagedRulesCommonRuleSet', 700, 'WCU', guide),
  capacity('wcuAWSManagedRulesKnownBadInputsRuleSet', 200, 'WCU', guide),
  capacity('wcuAWSManagedRulesAmazonIpReputationList', 25, 'WCU', guide),
  capacity('wcuRateRule', 2, 'WCU', { ...guide, note: 'without what narrows it down' }),
  capacity('wcuPrefixMatch', 2, 'WCU', { ...guide, note: 'a string at the start' }),
  capacity('wcuTextTransformation', 10, 'WCU', { ...guide, note: 'for each transformation' }),
  price('webAclMonth', 5, 'USD/month', { ...prices, note: 'for each web ACL' }),
  price('ruleMonth', 1, 'USD/month/rule', prices),
  price('requests', 0.6, 'USD/million requests', prices),
  sla('monthlyUptimePercent', 99.95, 'percent', {
    source: 'secondary: source code of an architecture simulator, which says it was checked against the SLA page',
    asOf: '2026-07-12',
  }),
  unverified('latency', 'inspectionP50', 1, 'ms'),
]);
