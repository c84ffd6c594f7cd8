// Budgets in the synthesised templates to what each stage may spend, by component.
import type { Artefacts } from '../../artefacts.ts';
import { usdText } from '../figure-text.ts';

/** "2,161 USD a month in prod", stage by stage, for each component that is built as a budget. */
export async function budgetsOf({ synthesis }: Artefacts): Promise<ReadonlyMap<string, readonly string[]>> {
  const { resources } = await synthesis();
  const found = new Map<string, readonly string[]>();
  for (const { stage, type, component, properties } of resources) {
    const amount = amountOf(properties.Budget);
    if (type !== 'AWS::Budgets::Budget' || component === undefined || amount === undefined) continue;
    found.set(component, [...(found.get(component) ?? []), `${usdText(amount)} USD a month in ${stage}`]);
  }
  return found;
}

function amountOf(budget: unknown): number | undefined {
  if (typeof budget !== 'object' || budget === null || !('BudgetLimit' in budget)) return undefined;
  const { BudgetLimit: limit } = budget;
  if (typeof limit !== 'object' || limit === null || !('Amount' in limit)) return undefined;
  return typeof limit.Amount === 'number' ? limit.Amount : undefined;
}
