// The situation that stands for every day, by which pictures, documents, dashboards and thresholds go: the first scenario, today.
import type { Plan, SituationPlan } from './plan.ts';

export function averageOf(plan: Plan, stage = plan.mainStage): SituationPlan {
  const [scenario = ''] = plan.architecture.workload.scenarios.keys();
  return plan.at({ stage, scenario, year: 0 });
}
