// The environment variables each function is given to the text of one TypeScript module, an interface per function.

import { contractBanner } from './banner.ts';
import { byCodeUnit, constantCase, pascalCase } from './names.ts';

export interface FunctionVariables {
  /** Component id of the function, camelCase. */
  readonly id: string;
  /** Names of its environment variables, see {@link environmentVariable}. */
  readonly variables: readonly string[];
}

/** Text of `environments.ts`: functions and variables sorted, each variable a readonly string. */
export function environmentTypes(functions: readonly FunctionVariables[]): string {
  const sorted = [...functions].sort((a, b) => byCodeUnit(a.id, b.id));
  return [contractBanner('environment variables of the functions'), ...sorted.map(declaration)].join('\n');
}

/** Name under which a function finds what a connected component offers: `orderLedger`, `table` → `ORDER_LEDGER_TABLE`. */
export function environmentVariable(componentId: string, capability: string): string {
  return `${constantCase(componentId)}_${constantCase(capability)}`;
}

function declaration({ id, variables }: FunctionVariables): string {
  const lines = [...new Set(variables)].sort(byCodeUnit).map((name) => `  readonly ${name}: string;`);
  return [`export interface ${pascalCase(id)}Environment {`, ...lines, '}', ''].join('\n');
}
