// Limits that a scenario takes a component above.
import { finding } from '../codes.ts';
import type { Finding } from '../findings.ts';
import type { LimitUse, Situation } from '../plan/plan.ts';
import type { PlanCheck } from './check.ts';
import { figureWords } from './figure-words.ts';

interface Excess {
  readonly use: LimitUse;
  readonly situation: Situation;
}

export const limitExceeded: PlanCheck = {
  code: 'limit-exceeded',
  run: ({ plan }) => {
    const worst = new Map<string, { readonly component: string; readonly excess: Excess }>();
    const scenarios = plan.architecture.workload.scenarios;
    for (const situation of plan.situations) {
      if (situation.stage !== plan.mainStage || scenarios.get(situation.scenario)?.whatIf) continue;
      for (const [component, { limits }] of plan.at(situation).components) {
        for (const use of limits) {
          if (!(use.share.value > 1)) continue;
          const key = `${component} ${use.id}`;
          const known = worst.get(key);
          if (known === undefined || known.excess.use.share.value < use.share.value) {
            worst.set(key, { component, excess: { use, situation } });
          }
        }
      }
    }
    return [...worst.values()].map(({ component, excess }) => excessFinding(component, excess));
  },
};

function excessFinding(component: string, { use, situation }: Excess): Finding {
  const when = `in year ${situation.year} of "${situation.scenario}"`;
  const message = `${use.label}: ${figureWords(use.used)} of ${figureWords(use.limit)} ${when}.`;
  // Some services say the way out themselves.
  const what = use.ours ? 'Raise it in the model' : 'Spread the load, or raise the quota';
  const hint = /\.\s/.test(use.above) ? use.above : `${use.above} ${what}.`;
  return finding('limit-exceeded', ['components', component], message, hint, { on: 'key' });
}
