// What AWS asks for logs, metrics, alarms, dashboards and traces.
import { byId, factsOf, pricesPublished } from '../kit/facts.ts';

const { price } = factsOf('cloudwatch');

export const facts = byId([
  price('logsIngest', 0.5, 'USD/GB', pricesPublished),
  price('logsStorage', 0.03, 'USD/GB-month', pricesPublished),
  price('metricFirst10k', 0.3, 'USD/metric-month', { ...pricesPublished, note: 'each of the first 10,000' }),
  price('alarmStandard', 0.1, 'USD/alarm-month', { ...pricesPublished, note: 'for each metric that it looks at' }),
  price('dashboard', 3.0, 'USD/dashboard-month', {
    source: "Infracost price test output cloudwatch_dashboard.golden, us-east-1, computed from AWS's price list",
    asOf: '2024-07-01',
  }),
  price('tracesRecorded', 5.0, 'USD/million traces', {
    source: 'secondary: several public repositories quoting the AWS pricing page of X-Ray',
    asOf: '2023-2026 (undated)',
    note: 'the first 100,000 a month are free',
  }),
]);
