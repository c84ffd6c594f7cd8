// Numbers written into a sentence whose figure stands elsewhere.
import { finding } from '../codes.ts';
import type { Check } from './check.ts';
import { statementsOf } from './statements.ts';

// "one" is left out: it is more often a pronoun. So are digits within a name (S3) and the name of a percentile.
const words =
  'zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|' +
  '(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|half|halves|twice|thrice';
const numbers = new RegExp(`\\d+(?:st|nd|rd|th) percentile|(?<![\\p{L}\\d$])\\d[\\d.,]*|\\b(?:${words})\\b`, 'giu');

/** Numbers in digits or words, each with its place. */
export const numbersIn = (text: string): readonly RegExpExecArray[] =>
  [...text.matchAll(numbers)].filter(([match]) => !match.endsWith('percentile'));

export const digitsInStatement: Check = {
  code: 'digits-in-statement',
  needs: 'words',
  run: (context) =>
    statementsOf(context).flatMap(({ path, text, placeholders: [first] }) =>
      numbersIn(text).map((match) =>
        finding(
          'digits-in-statement',
          path,
          `The statement holds the number "${match[0]}".`,
          first === undefined
            ? 'Say it without a number, or declare an assumption.'
            : text.includes(`$${first}`)
              ? `Leave the number to $${first}.`
              : `Put $${first} in its place.`,
          { span: { offset: match.index, length: match[0].length } },
        ),
      ),
    ),
};
