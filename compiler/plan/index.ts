// Architecture to Plan: every situation sized when it is asked for, every objective judged.
import type { Architecture } from '../architecture.ts';
import type { Catalogue } from '../moves.ts';
import { judge } from './objectives.ts';
import type { ObjectiveResult, Plan, Situation, SituationPlan } from './plan.ts';
import { sizeSituation } from './sizing.ts';

export type * from './plan.ts';

/** Sound architectures only. Situations are computed once, on first use. */
export function planOf(architecture: Architecture, catalogue: Catalogue): Plan {
  const { stages, workload } = architecture;
  const years = Array.from({ length: workload.years + 1 }, (_, year) => year);
  const situations: Situation[] = [...stages.keys()].flatMap((stage) =>
    [...workload.scenarios.keys()].flatMap((scenario) => years.map((year) => ({ stage, scenario, year }))),
  );
  const known = new Set(situations.map(nameOf));
  const sized = new Map<string, SituationPlan>();
  const at = (situation: Situation): SituationPlan => {
    const name = nameOf(situation);
    if (!known.has(name)) throw new Error(`no situation ${name}`);
    const done = sized.get(name) ?? sizeSituation(architecture, catalogue, situation);
    sized.set(name, done);
    return done;
  };
  const mainStage =
    [...stages.values()].find((stage) => stage.load === undefined)?.id ?? [...stages.keys()].at(-1) ?? '';
  const context = { architecture, catalogue, mainStage, at };
  const objectives = new Map<string, ObjectiveResult>();
  for (const objective of architecture.objectives.values()) {
    const result = judge(objective, context);
    if (result) objectives.set(objective.id, result);
  }
  return { architecture, situations, at, objectives, mainStage };
}

const nameOf = (situation: Situation): string => `${situation.stage}/${situation.scenario}/${situation.year}`;
