// The quantity written at a path to its words in a sentence.
import type { Path } from '../findings.ts';
import { evaluate, isFault, parseExpression, phrase } from '../quantities/index.ts';
import type { LinkContext } from './context.ts';
import { quantityText } from './quantity.ts';

/** "3 zones", "99.8 %", "600 USD"; undefined where nothing is written there or it cannot be computed. */
export function phraseAt(context: LinkContext, path: Path): string | undefined {
  const text = quantityText(context.source, path);
  if (text === undefined) return undefined;
  const expression = parseExpression(text);
  if (isFault(expression)) return undefined;
  const quantity = evaluate(expression, context.scope);
  return isFault(quantity) ? undefined : phrase(expression, quantity, context.scope.kinds);
}
