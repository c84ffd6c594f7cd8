// The pieces of the model's language with which a service says what its settings are: those of the compiler, and some more.
import type { QuantityType } from '../../compiler/quantities/index.ts';
import { quantity, type Schema } from '../../compiler/schema/parts.ts';

export {
  choice,
  list,
  object,
  type Properties,
  quantity,
  record,
  reference,
  type Schema,
} from '../../compiler/schema/parts.ts';

/** A quantity, or one of some words that stay as they are: `keeps: forever`. */
export const quantityOr = (words: readonly string[], type: QuantityType, description: string): Schema => ({
  anyOf: [{ enum: words, description }, quantity(type, description)],
  description,
});

/** A setting that is given says something; of the model's own texts a check says so in better words. */
export const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });
export const flag = (description: string, fallback = false): Schema => ({
  type: 'boolean',
  description,
  default: fallback,
});
export const whole = (description: string, minimum: number, maximum: number, fallback?: number): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
  ...(fallback === undefined ? {} : { default: fallback }),
});
