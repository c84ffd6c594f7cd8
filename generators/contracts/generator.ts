// Types for handlers under contracts/: one interface per payload schema, one per function's environment.
import type { Generator } from '../generator.ts';
import { environmentTypes } from './environment-types.ts';
import { eventTypes } from './event-types.ts';
import { functionVariables } from './variables.ts';

export const contracts: Generator = {
  id: 'contracts',
  generate: async (artefacts) => {
    const schemas = [...artefacts.plan.architecture.workload.events.values()].flatMap(({ id, schema }) =>
      schema ? [{ id, schema }] : [],
    );
    const variables = functionVariables(artefacts.plan, artefacts.catalogue);
    return [
      { path: 'contracts/events.ts', content: await eventTypes(schemas) },
      { path: 'contracts/environments.ts', content: environmentTypes(variables) },
    ];
  },
};
