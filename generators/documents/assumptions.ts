// Artefacts to assumptions.md: what is taken for granted, what would change if it were otherwise, and AWS's limits in use.

import { averageOf } from '../../compiler/plan/average.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { capital } from '../../compiler/wording.ts';
import type { Artefacts } from '../artefacts.ts';
import type { Document } from './document.ts';
import { shareText, usdText } from './figure-text.ts';
import { folded, type Markdown, md, say } from './markdown.ts';
import { assumptionViews } from './parts/assumption-groups.ts';
import { objectiveConstraints, regionTable, retentionTable, stageTable } from './parts/constraints.ts';
import { personalData } from './parts/contracts.ts';
import { factsInUse, factTable, unpublished } from './parts/facts.ts';
import {
  allLimits,
  type LimitRow,
  limitRows,
  limitsInUse,
  ownLimits,
  quotasToRaise,
  raiseTable,
} from './parts/limits.ts';
import { nameOf } from './parts/objectives.ts';
import { counted } from './words.ts';

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
      ownLimits: ownLimits(plan, shown),
      raise: raiseTable(plan),
      nearestQuota: nearestQuota(artefacts),
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
  const [fullest] = rows;
  if (fullest === undefined) return say`No component of this model has a limit.`;
  const passed = rows.filter(({ peak }) => peak.share.value > 1).length;
  const near = rows.filter(({ peak }) => peak.share.value > 0.5 && peak.share.value <= 1).length;
  const verdict =
    passed === 0
      ? 'none is passed in any planned scenario'
      : `${counted(passed, 'is', 'are')} passed in a planned scenario`;
  return say`Of ${counted(rows.length, 'limit')} that apply, ${verdict}, and ${near === 0 ? 'none is' : counted(near, 'is', 'are')} more than half used. The fullest: ${nameIt(plan, fullest)}.`;
}

const nameIt = (plan: Plan, { fixed, peak }: LimitRow): Markdown =>
  say`${nameOf(plan, peak.component)}, “${peak.label}”, ${shareText(peak.share.value)} (${fixed ? 'always' : peak.scenario})`;

/** The fullest of the quotas that AWS raises, where none has to be raised. */
function nearestQuota({ plan }: Artefacts): Markdown {
  const row = limitRows(plan).find(({ adjustable }) => adjustable);
  return row === undefined ? md('') : say`The fullest of them: ${nameIt(plan, row)}.`;
}
