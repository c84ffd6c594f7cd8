// Published figures of Amazon API Gateway, REST APIs.
import { byId, factsOf } from '../kit/facts.ts';

const { limit, price, sla, unverified } = factsOf('api-gateway');
const quotas = { source: 'Amazon API Gateway quotas, developer guide', asOf: '2026-04-13' } as const;
const restQuotas = {
  source: 'Quotas for configuring and running a REST API in API Gateway, developer guide',
  asOf: '2026-04-13',
} as const;
const prices = {
  source: 'Infracost price test output for api_gateway_rest_api, us-east-1, computed from the AWS Price List',
  asOf: '2024-07-01',
} as const;

export const facts = byId([
  limit('accountThrottleRate', 10000, 'requests/second', {
    ...quotas,
    adjustable: true,
    note: 'for account and Region, all APIs together',
  }),
  limit('accountThrottleBurst', 5000, 'requests', { ...quotas, note: 'set by AWS, not on request' }),
  limit('restPayload', 10, 'MB', restQuotas),
  limit('restResourcesPerApi', 300, 'resources', { ...restQuotas, adjustable: true }),
  unverified('latency', 'restOverheadP50', 15, 'ms', 'without the integration'),
  unverified('latency', 'restOverheadP99', 60, 'ms', 'without the integration'),
  price('restRequestsTier1', 3.5, 'USD/million requests', { ...prices, note: 'first 333 million a month' }),
  price('restRequestsTier2', 2.8, 'USD/million requests', { ...prices, note: 'next 667 million' }),
  price('restRequestsTier3', 2.38, 'USD/million requests', { ...prices, note: 'next 19 thousand million' }),
  price('restRequestsTier4', 1.51, 'USD/million requests', { ...prices, note: 'over 20 thousand million' }),
  price('restTier1Ends', 333, 'million requests/month', prices),
  price('restTier2Ends', 1000, 'million requests/month', prices),
  price('restTier3Ends', 20000, 'million requests/month', prices),
  sla('monthlyUptimePercent', 99.95, 'percent', {
    source: 'secondary: a comparison table quoting the SLA page, and two other repositories',
    asOf: '2022-05-05 (SLA), 2026 (table)',
    note: 'one repository says 99.99',
  }),
]);
