// Pieces of JSON Schema with which a service says what its settings are. Custom keywords are read by the linker:
// "x-quantity" marks an expression (it becomes a Figure), "x-reference" a name of something else in the model.
export type QuantityType =
  | 'count'
  | 'rate'
  | 'size'
  | 'duration'
  | 'share'
  | 'money'
  | 'monthlyMoney'
  | 'ratio'
  | 'throughput'
  | 'growth'
  | 'any';
export type ReferenceTo = 'component' | 'event' | 'group' | 'stage' | 'scenario' | 'assumption';

export type Schema = { readonly [key: string]: unknown };

/** Properties of an object; those named in `required` must be there. Nothing else is allowed. */
export interface Properties {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** A number or an expression with units over the assumptions. A default is an expression too. */
export const quantity = (type: QuantityType, description: string, fallback?: string): Schema => ({
  type: ['string', 'number'],
  'x-quantity': type,
  description,
  ...(fallback === undefined ? {} : { default: fallback }),
});

/** A quantity, or one of some words that stay as they are: `keeps: forever`. */
export const quantityOr = (words: readonly string[], type: QuantityType, description: string): Schema => ({
  anyOf: [{ enum: words, description }, quantity(type, description)],
  description,
});

export const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });
export const choice = (values: readonly string[], description: string, fallback?: string): Schema => ({
  enum: values,
  description,
  ...(fallback === undefined ? {} : { default: fallback }),
});
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
export const reference = (to: ReferenceTo, description: string): Schema => ({
  type: 'string',
  'x-reference': to,
  description,
});
export const list = (items: Schema, description: string): Schema => ({ type: 'array', items, description });
export const record = (values: Schema, description: string): Schema => ({
  type: 'object',
  additionalProperties: values,
  description,
});
export const object = (properties: Properties, description: string): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties: properties.properties,
  ...(properties.required ? { required: properties.required } : {}),
  description,
});
