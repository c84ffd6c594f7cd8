// Budgets in the synthesised templates to what each stage may spend, by component.
import type { Artefacts } from '../../artefacts.ts';
import { usdText } from '../figure-text.ts';
import { resourcesIn, stageOf } from './templates.ts';

/** "2,161 USD a month in prod", stage by stage, for each component that is built as a budget. */
export async function budgetsOf({ plan, synthesis }: Artefacts): Promise<ReadonlyMap<string, readonly string[]>> {
  const { templates } = await synthesis();
  const found = new Map<string, readonly string[]>();
  for (const [file, text] of templates)
    for (const { type, component, properties } of resourcesIn(text)) {
      const amount = amountOf(properties.Budget);
      if (type !== 'AWS::Budgets::Budget' || component === undefined || amount === undefined) continue;
      const said = `${usdText(amount)} USD a month in ${stageOf(plan, file) ?? file}`;
      found.set(component, [...(found.get(component) ?? []), said]);
    }
  return found;
}

function amountOf(budget: unknown): number | undefined {
  if (typeof budget !== 'object' || budget === null || !('BudgetLimit' in budget)) return undefined;
  const { BudgetLimit: limit } = budget;
  if (typeof limit !== 'object' || limit === null || !('Amount' in limit)) return undefined;
  return typeof limit.Amount === 'number' ? limit.Amount : undefined;
}
