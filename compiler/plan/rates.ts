// Architecture and situation to the rate at which each event happens, and by how much stored things grow.
import type { Architecture, EventType } from '../architecture.ts';
import { definition, type Figure, formula, type Inputs } from '../figures.ts';
import type { Situation } from './plan.ts';

const grown = '(1 + growth) ^ year';

/** Factors that hold for everything in a situation, with the formula that multiplies them. */
function common(
  architecture: Architecture,
  situation: Situation,
): { readonly terms: readonly string[]; readonly inputs: Inputs } {
  const stage = architecture.stages.get(situation.stage);
  const terms: string[] = [];
  const inputs: Record<string, Figure> = {};
  if (situation.year > 0) {
    terms.push(grown);
    inputs.growth = architecture.workload.growth;
    inputs.year = definition(situation.year, '', `year ${situation.year}`);
  }
  if (stage?.load) {
    terms.push('stageLoad');
    inputs.stageLoad = stage.load;
  }
  return { terms, inputs };
}

/**
 * Records per second of an event in a situation. What the pipeline makes out of nothing (a schedule's tick) does not
 * follow the load; everything else does.
 */
export function eventRate(architecture: Architecture, event: EventType, situation: Situation): Figure {
  if (event.madeBy !== undefined && event.from.length === 0) return event.rate;
  const scenario = architecture.workload.scenarios.get(situation.scenario);
  const { terms, inputs } = common(architecture, situation);
  const all: Record<string, Figure> = { rate: event.rate, ...inputs };
  const parts = ['rate', ...terms];
  if (scenario?.factor) {
    parts.push('scenarioFactor');
    all.scenarioFactor = scenario.factor;
  }
  const own = scenario?.factors.get(event.id);
  if (own) {
    parts.push('eventFactor');
    all.eventFactor = own;
  }
  return parts.length === 1 ? event.rate : formula('records/s', parts.join(' * '), all);
}

/** By how much stored things are larger than today: a peak that passes does not count, a sustained factor does. */
export function storageScale(architecture: Architecture, situation: Situation): Figure {
  const scenario = architecture.workload.scenarios.get(situation.scenario);
  const { terms, inputs } = common(architecture, situation);
  const parts = [...terms];
  const all: Record<string, Figure> = { ...inputs };
  if (scenario?.factor && !scenario.hold) {
    parts.push('scenarioFactor');
    all.scenarioFactor = scenario.factor;
  }
  return parts.length === 0 ? definition(1, '', 'as today') : formula('', parts.join(' * '), all);
}
