// Everything that is to be said about a model, as the command line says it.
import { checkPlan } from '../../../compiler/checks/index.ts';
import { type Compiled, compile } from '../../../compiler/compile.ts';
import type { Finding } from '../../../compiler/findings.ts';
import { planOf } from '../../../compiler/plan/index.ts';
import { sortFindings } from '../../../compiler/report.ts';
import type { ModelText } from '../../../compiler/source/read.ts';
import { catalogue } from './catalogue.ts';

export const support = 'test/compiler/support';

export function allFindings(model: ModelText): Compiled & { readonly all: readonly Finding[] } {
  const compiled = compile(model, catalogue);
  const { architecture, source, findings } = compiled;
  if (architecture === undefined) return { ...compiled, all: findings };
  const later = checkPlan(planOf(architecture, catalogue), catalogue, source);
  return { ...compiled, all: sortFindings(source, [...findings, ...later]) };
}

/** The model that every test starts from: nothing is wrong with it. */
export const modelText = (text: string): ModelText => ({ text, file: 'model.yaml', folder: support });
