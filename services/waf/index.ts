// AWS WAF: inspects the requests to an endpoint, and joins every path through it.
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { construct, observe, protect } from './infrastructure.ts';
import { check, type Settings, settings } from './settings.ts';
import { hop, size } from './size.ts';

export const waf = defineService<Settings>({
  id: 'waf',
  title: 'AWS WAF',
  short: 'WAF',
  icon: 'AWSWAF',
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'AWS scales the firewall with the requests; rules cost capacity units of the rule set, not throughput. Rate rules bound what one address may send.',
  offers: ['firewall'],
  moves: [
    {
      does: 'protect',
      from: 'self',
      to: 'endpoint',
      mechanism: 'web ACL association',
      control: true,
      joins: true,
      carries: 'nothing',
      wire: protect,
    },
  ],
  check,
  size,
  hop,
  construct,
  observe,
});
