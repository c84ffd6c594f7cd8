// Artefacts to output/README.md: picture, cost, objectives, findings, and where the rest stands.
import { serviceOf } from '../../compiler/moves.ts';
import { averageOf } from '../../compiler/plan/average.ts';
import type { Document } from './document.ts';
import { usdText } from './figure-text.ts';
import { costByYear } from './parts/cost.ts';
import { loadByYear } from './parts/load.ts';
import { objectiveTable } from './parts/objectives.ts';

/** Share of today's cost below which a component is one of the others. */
const small = 0.01;

export const readme: Document = {
  id: 'README',
  title: 'Start here',
  about: 'picture, cost and objectives',
  view: async (artefacts) => {
    const { plan, catalogue, findings } = artefacts;
    const { architecture } = plan;
    const average = averageOf(plan);
    const results = [...plan.objectives.values()];
    const services = new Set(
      [...architecture.components.values()].flatMap((each) => {
        const service = serviceOf(each.id, architecture, catalogue);
        return service === undefined || service.outside ? [] : [service.id];
      }),
    );
    return {
      title: architecture.title,
      summary: architecture.summary,
      components: String(architecture.components.size),
      connections: String(architecture.connections.size),
      services: String(services.size),
      monthly: usdText(average.monthlyUsd.value),
      kept: String(results.filter((result) => result.kept).length),
      objectivesCount: architecture.objectives.size === 0 ? undefined : String(architecture.objectives.size),
      broken: results.some((result) => !result.kept),
      objectives: objectiveTable(plan),
      cost: costByYear(plan, average.monthlyUsd.value * small),
      load: loadByYear(artefacts),
      steps: architecture.steps.map(({ number, text }) => ({ number, text })),
      evidence: architecture.evidence.length > 0,
      findings: findings.map((finding) => ({
        severity: finding.severity,
        message: finding.message,
        hint: finding.hint,
      })),
    };
  },
};
