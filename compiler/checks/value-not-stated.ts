// Sentences without the placeholder of their figure, or with one that stands for nothing.
import { finding } from '../codes.ts';
import type { Check } from './check.ts';
import { numbersIn } from './digits-in-statement.ts';
import { statementsOf } from './statements.ts';

export const valueNotStated: Check = {
  code: 'value-not-stated',
  needs: 'words',
  run: (context) =>
    statementsOf(context).flatMap(({ path, text, placeholders }) => {
      const [wanted] = placeholders;
      const found = [...text.matchAll(/\$([A-Za-z]\w*)/g)];
      const strange = found
        .filter(([, name]) => !placeholders.includes(name ?? ''))
        .map((match) => {
          const hint =
            wanted === undefined
              ? 'Say it in words.'
              : `Known here: ${placeholders.map((each) => `$${each}`).join(', ')}.`;
          const span = { offset: match.index, length: match[0].length };
          return finding('value-not-stated', path, `"${match[0]}" stands for nothing.`, hint, { span });
        });
      if (wanted === undefined || strange.length > 0 || found.some(([, name]) => name === wanted)) return strange;
      // The number that stands in its place is told, with the same way out.
      if (numbersIn(text).length > 0) return [];
      const hint = `Put $${wanted} where the figure belongs.`;
      return [finding('value-not-stated', path, 'The statement does not carry its value.', hint)];
    }),
};
