// The situation that stands for every day: the main stage's first scenario, today.
import type { Plan, SituationPlan } from './plan.ts';

export function averageOf(plan: Plan): SituationPlan {
  const [scenario = ''] = plan.architecture.workload.scenarios.keys();
  return plan.at({ stage: plan.mainStage, scenario, year: 0 });
}
