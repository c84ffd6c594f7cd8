// Artefacts to scalability.md: why it scales, how peaks are absorbed, how latency stays small; first in words, then proven.

import { averageOf } from '../../compiler/plan/average.ts';
import type { Artefacts } from '../artefacts.ts';
import type { Document } from './document.ts';
import { shareText, usdText } from './figure-text.ts';
import { folded, type Markdown, md, say } from './markdown.ts';
import { howLatencyStaysSmall, howPeaksAreAbsorbed, whyItScales } from './parts/answers.ts';
import { breaking, breakingTable, coldTable } from './parts/breaking.ts';
import { costByYear, dearest } from './parts/cost.ts';
import { formulaTable } from './parts/formulas.ts';
import { eventsPerMonth, growthTable, peakCosts, perMillionEvents, whatIfTable } from './parts/growth.ts';
import { componentLoads, loadTable } from './parts/load.ts';
import { availabilityViews, latencyViews, nameOf } from './parts/objectives.ts';
import { scalingTable } from './parts/scaling.ts';

/** Limits that bind first; the others stand in the folded table. */
const shown = 12;

export const scalability: Document = {
  id: 'scalability',
  title: 'Scalability',
  about: 'why it scales, how peaks are absorbed, how latency stays small; with the figures',
  view: async (artefacts) => {
    const { plan } = artefacts;
    const average = averageOf(plan);
    const binding = breaking(plan);
    const million = perMillionEvents(plan, average.situation);
    return {
      title: plan.architecture.title,
      scales: whyItScales(artefacts),
      absorbs: howPeaksAreAbsorbed(artefacts),
      quick: howLatencyStaysSmall(artefacts),
      load: loadTable(artefacts),
      componentLoads: folded('Load and capacity of every component', componentLoads(artefacts)),
      breaking: breakingTable(plan, binding.slice(0, shown)),
      breakingRest:
        binding.length > shown
          ? folded(`The other ${binding.length - shown} limits`, breakingTable(plan, binding.slice(shown)))
          : md(''),
      cold: coldTable(plan),
      growth: growthTable(artefacts),
      whatIf: whatIfTable(artefacts),
      latency: latencyViews(plan),
      availability: availabilityViews(plan),
      cost: costByYear(plan),
      peakCosts: peakCosts(plan),
      monthly: usdText(average.monthlyUsd.value),
      million: million === undefined ? undefined : usdText(million),
      without: withoutDearest(artefacts),
      scaling: scalingTable(artefacts),
      formulas: folded('Formulas, with the values that go in', formulaTable(artefacts)),
    };
  },
};

/** Where one component is most of the cost, what the rest costs. */
function withoutDearest({ plan }: Artefacts): Markdown {
  const most = dearest(plan);
  if (most === undefined) return md('');
  const events = eventsPerMonth(plan, averageOf(plan).situation);
  const each = events > 0 ? `, ${usdText((most.rest / events) * 1e6)} USD for a million events` : '';
  return say`${nameOf(plan, most.id)} alone is ${shareText(most.share)} of it; without it ${usdText(most.rest)} USD a month${md(each)}.`;
}
