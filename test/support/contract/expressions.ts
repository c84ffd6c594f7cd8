// Expressions and values, and what DynamoDB makes of them.
import type { Item } from './stores.ts';

export const before = { id: 'x', a: 5, b: 1, s: 'abd', m: { a: 1 }, when: 3 };

/** Expression, values, whether it holds of `before`. */
export const conditions: readonly (readonly [string, Item, boolean])[] = [
  ['attribute_exists(#a)', {}, true],
  ['attribute_exists(#none)', {}, false],
  ['attribute_not_exists(#none)', {}, true],
  ['attribute_not_exists(#a)', {}, false],
  ['#a = :v', { ':v': 5 }, true],
  ['#a = :v', { ':v': '5' }, false],
  ['#a <> :v', { ':v': 5 }, false],
  ['#a <> :v', { ':v': '5' }, true],
  ['#a < :v', { ':v': 10 }, true],
  ['#a < :v', { ':v': 5 }, false],
  ['#a <= :v', { ':v': 5 }, true],
  ['#a >= :v', { ':v': 10 }, false],
  ['#a > :v', { ':v': '1' }, false],
  ['#none < :v', { ':v': 5 }, false],
  ['#none > :v', { ':v': 5 }, false],
  ['#none = :v', { ':v': 5 }, false],
  ['#s > :v', { ':v': 'abc' }, true],
  ['#a BETWEEN :v AND :w', { ':v': 1, ':w': 5 }, true],
  ['begins_with(#s, :v)', { ':v': 'ab' }, true],
  ['begins_with(#s, :v)', { ':v': 'b' }, false],
  ['NOT #a = :v', { ':v': 5 }, false],
  ['(attribute_not_exists(#none) OR #none < :v) AND #a >= :w', { ':v': 5, ':w': 10 }, false],
  ['attribute_not_exists(#none) OR #none < :v AND #a >= :w', { ':v': 5, ':w': 10 }, true],
  ['#m.#a = :v', { ':v': 1 }, true],
  ['#a < #when', {}, false],
  ['#when < #a', {}, true],
];

/** Expression, values, what differs of `before` afterwards; undefined: the attribute is gone. */
export const updates: readonly (readonly [string, Item, Item])[] = [
  ['ADD #a :v', { ':v': -7 }, { a: -2 }],
  ['ADD #none :v', { ':v': 3 }, { none: 3 }],
  ['SET #a = #b + :v, #b = #a', { ':v': 10 }, { a: 11, b: 5 }],
  ['SET #a = #a - :v', { ':v': 1 }, { a: 4 }],
  ['SET #none = if_not_exists(#none, :v) + :w', { ':v': 2, ':w': 1 }, { none: 3 }],
  ['SET #a = if_not_exists(#a, :v)', { ':v': 2 }, {}],
  ['SET #a = if_not_exists(#none, :v)', { ':v': 2 }, { a: 2 }],
  ['REMOVE #b, #none', {}, { b: undefined }],
  ['ADD #none :v SET #a = :v REMOVE #b', { ':v': 2 }, { a: 2, b: undefined, none: 2 }],
  // A word that is reserved, behind a name of its own.
  ['SET #when = :v', { ':v': 9 }, { when: 9 }],
];

/** What is wrong with an update, its expression, its values. */
export const refusals: readonly (readonly [string, string, Item])[] = [
  ['a reserved word', 'SET status = :v', { ':v': 1 }],
  ['an unknown value', 'SET #a = :v', {}],
  ['an unused value', 'SET #a = :v', { ':v': 1, ':w': 1 }],
  ['a key', 'SET #id = :v', { ':v': 'y' }],
  ['adding text', 'ADD #a :v', { ':v': 'one' }],
  ['adding to text', 'ADD #s :v', { ':v': 1 }],
  ['an attribute that is not there', 'SET #a = #none + :v', { ':v': 1 }],
];

/** The same, refused by AWS; the local AWS lets them pass. */
export const unseenLocally: typeof refusals = [
  ['one attribute twice', 'SET #a = :v REMOVE #a', { ':v': 1 }],
  ['a clause twice', 'SET #a = :v SET #b = :v', { ':v': 1 }],
  ['a character of no expression', 'SET #a = :v;', { ':v': 1 }],
];

/** What is written is what is read. */
export const kept: readonly (readonly [string, unknown])[] = [
  ['a text', 'é ü 漢'],
  ['an empty text', ''],
  ['a number', -12.5],
  ['a large number', 1796126572621],
  ['a small number', 1e-9],
  ['a number with all its digits', 0.1 + 0.2],
  ['a boolean', false],
  ['nothing', null],
  ['bytes', new Uint8Array([0, 255, 7])],
  ['a list', [1, 'two', [true]]],
  ['a map', { a: { b: { c: 1 } }, 'odd#key': {} }],
  ['a set of texts', new Set(['a', 'b'])],
  ['a set of numbers', new Set([1, 2])],
  ['a set of bytes', new Set([new Uint8Array([1, 2]), new Uint8Array([3])])],
];
