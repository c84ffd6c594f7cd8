// Artefacts to output/README.md: picture, cost, objectives, findings, and where the rest stands.
import { serviceOf } from '../../compiler/moves.ts';
import { averageOf } from '../../compiler/plan/average.ts';
import { rateText } from '../rate-text.ts';
import type { Document } from './document.ts';
import { usdText } from './figure-text.ts';
import { table } from './markdown.ts';
import { costByYear } from './parts/cost.ts';
import { objectiveTable } from './parts/objectives.ts';

export const readme: Document = {
  id: 'README',
  title: 'Start here',
  about: 'picture, cost and objectives',
  view: async ({ plan, catalogue, findings }) => {
    const { architecture } = plan;
    const average = averageOf(plan);
    const events = [...architecture.workload.events.values()].filter((event) => event.madeBy === undefined);
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
      objectivesCount: String(architecture.objectives.size),
      broken: results.some((result) => !result.kept),
      objectives: objectiveTable(plan),
      cost: costByYear(plan),
      load: table(
        ['Event', '>Average', 'Made from'],
        events.map((event) => [
          event.label,
          rateText(event.rate.value),
          event.kind === 'request' ? 'asked and answered' : 'outside',
        ]),
      ),
      findings: findings.map((finding) => ({
        severity: finding.severity,
        message: finding.message,
        hint: finding.hint,
      })),
    };
  },
};
