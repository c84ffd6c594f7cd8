// Architecture and stage to stacks: which components stand there, in which Region, joined by which connections.
import {
  type Architecture,
  type Component,
  type Connection,
  existsIn,
  type Stage,
} from '../../compiler/architecture.ts';

/** One stack: a stage in a Region. */
export interface Place {
  readonly region: string;
  /** Id and physical name of the stack. */
  readonly stackId: string;
  readonly main: boolean;
  readonly components: readonly Component[];
}

export interface Placement {
  readonly stage: Stage;
  /** "<model>-<stage>". */
  readonly prefix: string;
  /** The main Region first, then by name. */
  readonly places: readonly Place[];
  /** Connections whose both ends stand in the stage, in the order of the model. */
  readonly connections: readonly Connection[];
}

/** Throws on an unknown stage: our bug. */
export function placementOf(architecture: Architecture, stageId: string): Placement {
  const stage = architecture.stages.get(stageId);
  if (stage === undefined) throw new Error(`no stage "${stageId}"`);
  const prefix = `${architecture.name}-${stageId}`;
  const present = [...architecture.components.values()].filter((component) => existsIn(component, stageId));
  const ids = new Set(present.map((component) => component.id));
  const mainRegion = mainRegionOf(architecture);
  const places = regionsOf(present)
    .map((region): Place => {
      const main = region === mainRegion;
      return {
        region,
        main,
        stackId: main ? prefix : `${prefix}-${region}`,
        components: present.filter((component) => component.region === region),
      };
    })
    .sort((a, b) => Number(b.main) - Number(a.main) || (a.region < b.region ? -1 : 1));
  const connections = [...architecture.connections.values()].filter(({ from, to }) => ids.has(from) && ids.has(to));
  return { stage, prefix, places, connections };
}

/** The Region with most components over all stages, so that every stage has the same; the first of several. */
export function mainRegionOf(architecture: Architecture): string | undefined {
  const components = [...architecture.components.values()];
  const count = (region: string) => components.filter((component) => component.region === region).length;
  return regionsOf(components).reduce<string | undefined>(
    (best, region) => (best === undefined || count(region) > count(best) ? region : best),
    undefined,
  );
}

function regionsOf(components: readonly Component[]): readonly string[] {
  return [...new Set(components.flatMap(({ region }) => region ?? []))];
}
