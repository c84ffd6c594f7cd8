// The words of an expression to the names it uses, and to what is wrong with a word that means nothing.

import { quoted } from '../wording.ts';
import { isChain, operandsOf } from './chains.ts';
import type { Expression, WordNode } from './expression.ts';
import { type Fault, fault, type Span } from './fault.ts';
import { nearest } from './nearest.ts';
import { type Kinds, otherSpellings, unitOf, units } from './units.ts';

export interface Reference extends Span {
  readonly name: string;
}

/** Every name an expression uses, in the order of the text, as often as it stands there. */
export function references(expression: Expression, kinds: Kinds): readonly Reference[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'word':
      return [{ name: expression.text, offset: expression.offset, length: expression.length }];
    case 'negate':
      return references(expression.operand, kinds);
    case 'group':
      return references(expression.inner, kinds);
    case 'sum':
      return expression.terms.flatMap(({ term }) => references(term, kinds));
    case 'product':
      return operandsOf(expression, kinds).flatMap(({ value }) => (isChain(value) ? [] : references(value, kinds)));
  }
}

/** A word directly behind a number that is no unit. */
export function unknownUnit(word: WordNode, kinds: Kinds, names: ReadonlySet<string>): Fault {
  const message = `${quoted(word.text)} is not a unit.`;
  if (names.has(word.text)) return fault('unknown-unit', word, message, nameHint(word.text));
  return fault('unknown-unit', word, message, unitHint(word.text, unitWords(kinds)));
}

/** A word behind `*` or `/` in a chain of units that is neither a unit nor a name. */
export function unknownFactor(word: WordNode, kinds: Kinds, names: ReadonlySet<string>): Fault {
  const hint = unitHint(word.text, [...unitWords(kinds), ...names]);
  return fault('unknown-unit', word, `${quoted(word.text)} is neither a unit nor the name of an assumption.`, hint);
}

/** A word where only a name can stand that names nothing. */
export function unknownName(word: WordNode, kinds: Kinds, names: ReadonlySet<string>): Fault {
  if (unitOf(word.text, kinds) !== undefined) {
    const message = `${quoted(word.text)} is a unit and stands behind no number.`;
    return fault('unknown-name', word, message, `Put a number before it: 1 ${word.text}.`);
  }
  const near = nearest(word.text, names);
  const hint = near === undefined ? 'Declare it under assumptions.' : `Did you mean ${quoted(near)}?`;
  return fault('unknown-name', word, `No assumption is named ${quoted(word.text)}.`, hint);
}

/** A name that was meant as a unit is often what is counted: both ways out. */
const nameHint = (name: string): string =>
  `It is the name of an assumption: put * before it to multiply by it. To count in ${quoted(name)}, declare that under kinds, in the singular, and name the assumption otherwise.`;

function unitWords(kinds: Kinds): readonly string[] {
  return [...units.keys(), ...kinds.keys()].filter((word) => word !== '%');
}

function unitHint(word: string, candidates: readonly string[]): string {
  const other = otherSpellings.get(word);
  if (other !== undefined) return `Write ${other}.`;
  const near = nearest(word, candidates);
  return near === undefined
    ? 'Declare it under kinds, in the singular, if it is something counted.'
    : `Did you mean ${quoted(near)}?`;
}
