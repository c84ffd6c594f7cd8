// Published figures of Amazon Cognito.
import { byId, factsOf, pricesQuoted } from '../kit/facts.ts';

const { limit, price, sla, unverified } = factsOf('cognito');
const table = { source: 'secondary: a design table of Cognito quotas', asOf: '2026 (undated)' } as const;

export const facts = byId([
  limit('userAuthenticationRps', 120, 'signIns/second', { ...table, adjustable: true, note: 'for account and Region' }),
  limit('usersPerPool', 40e6, 'users', { ...table, adjustable: true }),
  unverified('limit', 'accessTokenMax', 1440, 'minutes'),
  price('mauLite', 0.0055, 'USD/user', {
    source: 'secondary: several public repositories quoting the pricing page',
    asOf: '2023 to 2026 (undated)',
  }),
  price('mauEssentials', 0.015, 'USD/user', pricesQuoted),
  price('freeMau', 10000, 'users', pricesQuoted),
  sla('monthlyUptimePercent', 99.9, 'percent', {
    source: 'secondary: four repositories quoting the SLA page',
    asOf: 'undated',
  }),
]);
