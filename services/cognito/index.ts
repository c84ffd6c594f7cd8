// Amazon Cognito user pool: signs people in and tells an endpoint who a caller is.
import { asksWho } from '../kit/routes.ts';
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { authorize, construct, observe } from './infrastructure.ts';
import { check, type Settings, settings } from './settings.ts';
import { size } from './size.ts';

export const cognito = defineService<Settings>({
  id: 'cognito',
  title: 'Amazon Cognito user pool',
  short: 'Cognito',
  icon: 'AmazonCognito',
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'AWS scales the user pool; sign-ins a second are a quota of the account, raised on request. Requests with a token that is still valid do not ask the pool again.',
  offers: ['userPool'],
  moves: [
    {
      does: 'authorize',
      from: 'self',
      to: 'endpoint',
      mechanism: 'Cognito authoriser of the routes that name it',
      control: true,
      joins: true,
      guards: ({ from, to }, architecture, event) => asksWho(architecture, to, from, event),
      carries: 'nothing',
      wire: authorize,
    },
  ],
  admits: () => ['code with PKCE'],
  check,
  size,
  construct,
  observe,
});
