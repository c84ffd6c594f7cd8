// Pieces of JSON Schema for the model's own keys; the catalogue has the same in services/kit/schema.ts.
import type { Properties, QuantityType, ReferenceTo, Schema } from '../../services/kit/schema.ts';

/** Names of the model's: letters and digits, so that they serve as resource names, drawing ids and in formulas. */
export const idPattern = '^[A-Za-z][A-Za-z0-9]*$';
export const maxIdLength = 60;

export const text = (description: string): Schema => ({ type: 'string', description });
export const flag = (description: string): Schema => ({ type: 'boolean', description });
export const quantity = (type: QuantityType, description: string): Schema => ({
  type: ['string', 'number'],
  'x-quantity': type,
  description,
});
export const reference = (to: ReferenceTo, description: string): Schema => ({
  type: 'string',
  'x-reference': to,
  description,
});
export const choice = (values: readonly string[], description: string): Schema => ({ enum: values, description });
export const list = (items: Schema, description: string): Schema => ({ type: 'array', items, description });
export const record = (values: Schema, description: string): Schema => ({
  type: 'object',
  additionalProperties: values,
  description,
});
/** A record whose keys are ids of the model's. */
export const named = (values: Schema, description: string): Schema => ({
  ...record(values, description),
  propertyNames: { pattern: idPattern, maxLength: maxIdLength },
});
export const object = ({ properties, required }: Properties, description: string): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required && required.length > 0 ? { required } : {}),
  description,
});
/** One form or another, told apart by their type. */
export const either = (forms: readonly Schema[], description: string): Schema => ({ anyOf: forms, description });
