// Which environment variables each function gets, from its connections, in all stages together.

import type { Catalogue } from '../../compiler/moves.ts';
import { serviceOf } from '../../compiler/moves.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { FunctionVariables } from './environment-types.ts';

export function functionVariables({ architecture }: Plan, catalogue: Catalogue): readonly FunctionVariables[] {
  return [...architecture.components.values()].flatMap((component) => {
    const variables = serviceOf(component.id, architecture, catalogue)?.environment?.(
      component,
      architecture,
      catalogue,
    );
    return variables === undefined ? [] : [{ id: component.id, variables }];
  });
}
