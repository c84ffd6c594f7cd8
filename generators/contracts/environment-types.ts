// The environment variables each function is given to the text of one TypeScript module, an interface per function.

import { pascal } from '../../services/kit/names.ts';
import { contractBanner } from './banner.ts';

export interface FunctionVariables {
  /** Component id of the function, camelCase. */
  readonly id: string;
  /** Names of its environment variables, see services/kit/environment.ts. */
  readonly variables: readonly string[];
}

/** Text of `environments.ts`: functions and variables sorted, each variable a readonly string. */
export function environmentTypes(functions: readonly FunctionVariables[]): string {
  const sorted = [...functions].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [contractBanner('environment variables of the functions'), ...sorted.map(declaration)].join('\n');
}

function declaration({ id, variables }: FunctionVariables): string {
  const lines = [...new Set(variables)].sort().map((name) => `  readonly ${name}: string;`);
  return [`export interface ${pascal(id)}Environment {`, ...lines, '}', ''].join('\n');
}
