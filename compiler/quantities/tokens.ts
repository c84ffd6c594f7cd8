// The text of a quantity to its numbers, words and signs; the first thing that is none of them ends it as a fault.
import { type Fault, fault, type Span } from './fault.ts';

export type Token = Span &
  (
    | { readonly type: 'number'; readonly value: number }
    | { readonly type: 'word'; readonly text: string }
    | { readonly type: 'sign'; readonly text: string }
    | { readonly type: 'fault'; readonly fault: Fault }
    | { readonly type: 'end' }
  );

const pattern =
  /(?<space>\s+)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z][A-Za-z0-9_]*)|(?<sign>\.\.|[-+*/()%])/uy;
const grouping = /(?:[,_'’]\d+)+(?:\.\d+)?/y;

/** All tokens in order; the last is always an `end` or a `fault`. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match?.groups === undefined) return [...tokens, asToken(unexpected(text, offset))];
    const length = match[0].length;
    const { number, word, sign } = match.groups;
    if (number !== undefined) {
      const wrong = numberFault(text, number, offset);
      if (wrong !== undefined) return [...tokens, asToken(wrong)];
      tokens.push({ type: 'number', value: Number(number), offset, length });
    } else if (word !== undefined) tokens.push({ type: 'word', text: word, offset, length });
    else if (sign !== undefined) tokens.push({ type: 'sign', text: sign, offset, length });
    offset += length;
  }
  return [...tokens, { type: 'end', offset: text.trimEnd().length, length: 0 }];
}

function asToken(wrong: Fault): Token {
  return { type: 'fault', fault: wrong, offset: wrong.offset, length: wrong.length };
}

function numberFault(text: string, number: string, offset: number): Fault | undefined {
  const span = { offset, length: number.length };
  grouping.lastIndex = offset + number.length;
  const tail = grouping.exec(text)?.[0];
  if (tail !== undefined) {
    const written = number + tail;
    const thousands = /^(?:[,_'’]\d{3})+(?:\.\d+)?$/.test(tail);
    const better = thousands ? written.replace(/[,_'’]/g, '') : written.replace(/[,_'’]/, '.').replace(/[,_'’]/g, '');
    const rule = thousands ? 'digits are not grouped' : 'the decimal sign is a point';
    const whole = { offset, length: written.length };
    return fault('syntax', whole, `${written} is not a number here.`, `Write ${better}: ${rule}.`);
  }
  const value = Number(number);
  if (!Number.isFinite(value))
    return fault('not-finite', span, `${number} is too large to calculate with.`, 'Write a number below 1e308.');
  if (value === 0 && /^[0.]*[1-9]/.test(number))
    return fault('not-finite', span, `${number} is too small to calculate with.`, 'Write 0, or a number above 1e-307.');
  return undefined;
}

const charactersHints: readonly (readonly [characters: string, hint: string])[] = [
  ['×·⋅∙•', 'Multiply with *.'],
  ['÷∕⁄', 'Divide with /.'],
  ['−–—‐‑', 'Write the minus as a hyphen: -.'],
  ['…', 'Write a range with two points: 1 .. 3.'],
  ['$', 'Write money as a number and its unit: 5 USD.'],
  ['€£¥', 'Money is in US dollars: 5 USD.'],
  ['^', 'There are no powers: multiply the value by itself.'],
  ['[]{}', 'Use round brackets: ( and ).'],
  ['.', 'Write a digit on both sides of the point: 0.5.'],
  [',', 'Digits are not grouped and the decimal sign is a point; a range is written 1 .. 3.'],
  ['µμ', 'The shortest unit of time is ms: write 0.001 ms.'],
];
const anyHint = 'A quantity has numbers, units, %, names of letters a to z, + - * / and round brackets.';

function unexpected(text: string, offset: number): Fault {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  const hint = charactersHints.find(([characters]) => characters.includes(character))?.[1] ?? anyHint;
  const span = { offset, length: character.length };
  return fault('syntax', span, `${shown(character)} has no meaning here.`, hint);
}

// Anything but plain symbols and punctuation goes by its number, so that no message carries control characters.
function shown(character: string): string {
  if (/^[\p{S}\p{P}]$/u.test(character)) return character;
  return `The character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
