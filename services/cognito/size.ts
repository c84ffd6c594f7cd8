// Users and their sign-ins to a user pool's limits and cost.
import { formula, type Inputs, zero } from '../../compiler/figures.ts';
import { limitUse } from '../kit/limits.ts';
import type { Sizing, SizingContext } from '../service.ts';
import type { Settings } from './settings.ts';

export function size({ fact, scale, settings: said, situation, architecture }: SizingContext<Settings>): Sizing {
  const users = formula('users', 'users * scale', { users: said.users, scale });
  const peak = architecture.workload.scenarios.get(situation.scenario);
  // `scale` holds a scenario's factor only where it lasts; a sale's visitors sign in while it lasts.
  const passing: Inputs = peak?.factor && peak.hold ? { peak: peak.factor } : {};
  const signIns = said.signIns
    ? formula('signIns/s', ['signIns', 'scale', ...Object.keys(passing)].join(' * '), {
        signIns: said.signIns,
        scale,
        ...passing,
      })
    : undefined;
  const tierPrice = fact(said.tier === 'essentials' ? 'mauEssentials' : 'mauLite');
  return {
    capacity: [{ label: 'Users a month', figure: users }, ...(signIns ? [{ label: 'Sign-ins', figure: signIns }] : [])],
    limits: [
      ...(signIns
        ? [
            limitUse({
              id: 'userAuthenticationRps',
              label: 'Sign-ins a second',
              used: signIns,
              limit: fact('userAuthenticationRps'),
              above: 'Sign-in is refused and people go on as guests; AWS raises it on request.',
            }),
          ]
        : []),
      limitUse({
        id: 'usersPerPool',
        label: 'Users of the pool',
        used: users,
        limit: fact('usersPerPool'),
        above: 'Nobody new can sign up; AWS raises it on request.',
      }),
    ],
    cost: [
      {
        label: 'Monthly active users above the free ones',
        monthlyUsd: formula('USD/month', 'max(users - free, nobody) * price', {
          users,
          free: fact('freeMau'),
          nobody: zero('users'),
          price: tierPrice,
        }),
        usage: true,
      },
    ],
  };
}
