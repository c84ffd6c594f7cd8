// Artefacts to architecture.md: the design document.
import { averageOf } from '../../compiler/plan/average.ts';
import type { Document } from './document.ts';
import { md, table } from './markdown.ts';
import { acceptedFindings } from './parts/accepted.ts';
import { alarmTable } from './parts/alarms.ts';
import { budgetsOf } from './parts/budgets.ts';
import { componentGroups } from './parts/components.ts';
import { connectionTable } from './parts/connections.ts';
import { contractViews, personalData } from './parts/contracts.ts';
import { considerationViews, decisionViews, failureTopics } from './parts/decisions.ts';
import { evidenceViews } from './parts/evidence.ts';
import { nameOf, objectiveTable } from './parts/objectives.ts';
import { pictureViews, sequenceViews } from './parts/pictures.ts';

export const architecture: Document = {
  id: 'architecture',
  title: 'Design',
  about: 'the walk-through, every component and connection, contracts, failure, security and decisions',
  view: async (artefacts) => {
    const { plan } = artefacts;
    const { architecture: model } = plan;
    const existing = [...averageOf(plan).components.values()].map(({ component }) => component);
    return {
      title: model.title,
      summary: model.summary,
      owner: model.owner,
      steps: model.steps.map((step) => ({
        number: step.number,
        text: step.text,
        arrows: [...model.connections.values()]
          .filter((connection) => connection.step === step.number)
          .map((connection) => ({
            from: nameOf(plan, connection.from),
            label: connection.label,
            to: nameOf(plan, connection.to),
          })),
      })),
      pictures: pictureViews(artefacts),
      sequences: sequenceViews(artefacts),
      objectives: objectiveTable(plan),
      groups: componentGroups(artefacts, await budgetsOf(artefacts)),
      connections: connectionTable(artefacts),
      contracts: contractViews(artefacts),
      personal: personalData(artefacts),
      failures: table(
        ['What fails', 'What happens', 'What to do'],
        existing.flatMap((component) =>
          component.fails === undefined ? [] : [[component.label, component.fails, component.recovery ?? '']],
        ),
      ),
      topics: failureTopics(plan),
      alarms: await alarmTable(artefacts),
      evidence: evidenceViews(plan),
      considerations: considerationViews(plan),
      accepted: await acceptedFindings(artefacts),
      decisions: decisionViews(plan),
      count: md(`${model.components.size} components, ${model.connections.size} connections`),
    };
  },
};
