// Artefacts to assumptions.md: what is taken for granted, what would change if it were otherwise, and AWS's limits in use.
import type { Artefacts } from '../artefacts.ts';
import { averageOf } from '../diagrams/from-plan.ts';
import type { Document } from './document.ts';
import { shareText, usdText } from './figure-text.ts';
import { folded, type Markdown, say } from './markdown.ts';
import { assumptionViews } from './parts/assumption-groups.ts';
import { objectiveConstraints, regionTable, retentionTable, stageTable } from './parts/constraints.ts';
import { personalData } from './parts/contracts.ts';
import { factsInUse, factTable, unpublished } from './parts/facts.ts';
import { allLimits, limitRows, limitsInUse, quotasToRaise, raiseTable } from './parts/limits.ts';
import { capital, counted } from './words.ts';

/** Limits below this share stand in the folded table only. */
const shown = 0.1;

export const assumptions: Document = {
  id: 'assumptions',
  title: 'Assumptions and limits',
  about: 'what is taken for granted, in which range, and what each bound would change; AWS limits in use',
  view: async (artefacts) => {
    const { plan, catalogue } = artefacts;
    const { architecture } = plan;
    const { most, mostCount, groups } = assumptionViews(artefacts);
    const facts = factsInUse(plan);
    return {
      title: architecture.title,
      count: String(architecture.assumptions.size),
      monthly: usdText(averageOf(plan).monthlyUsd.value),
      most,
      mostCount: capital(counted(mostCount, 'assumption')),
      groups,
      limitsSummary: limitsSummary(artefacts),
      limits: limitsInUse(plan, shown),
      allLimits: folded(`All ${limitRows(plan).length} limits, with sources`, allLimits(plan)),
      raise: raiseTable(plan),
      raiseNone: quotasToRaise(plan).length === 0,
      horizon: String(architecture.workload.years),
      objectives: objectiveConstraints(artefacts),
      regions: regionTable(artefacts),
      stages: stageTable(artefacts),
      retention: retentionTable(artefacts),
      personal: personalData(artefacts),
      factCount: counted(facts.filter(({ verified }) => verified).length, 'figure'),
      facts: folded(
        'Every AWS figure in use, with its source',
        factTable(
          facts.filter(({ verified }) => verified),
          (service) => catalogue.get(service)?.short ?? service,
        ),
      ),
      unpublished: unpublished(plan, catalogue),
    };
  },
};

/** How near the plan comes to what it may use, in words. */
function limitsSummary({ plan }: Artefacts): Markdown {
  const rows = limitRows(plan);
  const passed = rows.filter(({ peak }) => peak.share.value > 1);
  const near = rows.filter(({ peak }) => peak.share.value > 0.5 && peak.share.value <= 1);
  const fullest = rows[0]?.peak;
  if (fullest === undefined) return say`No component of this model has a limit.`;
  const verdict =
    passed.length > 0
      ? `${counted(passed.length, 'limit')} ${passed.length === 1 ? 'is' : 'are'} passed in a planned scenario`
      : 'none is passed in any planned scenario';
  return say`The plan comes near ${counted(rows.length, 'limit')}: ${verdict}, ${counted(near.length, 'is', 'are')} more than half used. The fullest is ${fullest.label}, at ${shareText(fullest.share.value)} (${fullest.scenario}).`;
}
