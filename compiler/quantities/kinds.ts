// The nouns a model counts in to the words that name them, and whether a word is still free for a name.
import { plural } from './plural.ts';
import { type Kinds, units } from './units.ts';

/** Kinds that every model has. */
export const builtInKinds: readonly string[] = [
  'record',
  'request',
  'event',
  'item',
  'message',
  'object',
  'invocation',
  'query',
  'user',
  'zone',
  'batch',
  'copy',
];

/** The built-in kinds and those a model declares, in the singular; each goes by its singular and its plural. */
export function kindsOf(declared: readonly string[]): Kinds {
  const words = new Map<string, string>();
  for (const kind of [...builtInKinds, ...declared]) {
    // The first to claim a word keeps it; isNameTaken tells the model of the second.
    for (const word of [kind, plural(kind)]) if (!words.has(word)) words.set(word, kind);
  }
  return words;
}

/**
 * What already goes by this word, for a name of the model's, or for a kind when `kinds` holds those declared before it.
 * A plural is taken with its singular, and a singular with its plural.
 */
export function isNameTaken(word: string, kinds: Kinds): 'unit' | 'kind' | undefined {
  if (units.has(word)) return 'unit';
  return kinds.has(word) || kinds.has(plural(word)) ? 'kind' : undefined;
}
