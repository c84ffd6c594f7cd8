// Pieces of JSON Schema in which the language is written: the model's own keys here, the settings of services in services/kit/schema.ts.
// Custom keywords are read by the linker: "x-quantity" marks an expression (it becomes a Figure), "x-reference" a name of
// something else in the model.
import type { QuantityType } from '../quantities/index.ts';

export type ReferenceTo = 'component' | 'event' | 'group' | 'stage' | 'scenario' | 'assumption';

export type Schema = { readonly [key: string]: unknown };

/** Properties of an object; those named in `required` must be there. Nothing else is allowed. */
export interface Properties {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Names of the model's: letters and digits, so that they serve as resource names, drawing ids and in formulas. */
export const idPattern = '^[A-Za-z][A-Za-z0-9]*$';
export const maxIdLength = 60;

export const text = (description: string): Schema => ({ type: 'string', description });
export const flag = (description: string): Schema => ({ type: 'boolean', description });
/** A number or an expression with units over the assumptions. A default is an expression too. */
export const quantity = (type: QuantityType, description: string, fallback?: string): Schema => ({
  type: ['string', 'number'],
  'x-quantity': type,
  description,
  ...(fallback === undefined ? {} : { default: fallback }),
});
export const reference = (to: ReferenceTo, description: string): Schema => ({
  type: 'string',
  'x-reference': to,
  description,
});
export const choice = (values: readonly string[], description: string, fallback?: string): Schema => ({
  enum: values,
  description,
  ...(fallback === undefined ? {} : { default: fallback }),
});
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
