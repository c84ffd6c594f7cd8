// Payload schemas to checks that tell an event of a known type from anything else.

import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv-draft-04';

export interface Contract<Event> {
  readonly eventTypes: readonly string[];
  readonly check: ValidateFunction<Event>;
}

interface PayloadSchema {
  readonly properties: { readonly eventType: { readonly enum: readonly string[] } };
}

export function contract<Event>(schema: PayloadSchema): Contract<Event> {
  return { eventTypes: schema.properties.eventType.enum, check: checkOf<Event>(schema) };
}

/** A check without a contract's event type, for what surrounds an event. */
export function checkOf<Value>(schema: object): ValidateFunction<Value> {
  return compiledAtBundling<Value>(schema) ?? compile<Value>(schema);
}

/** Where and how a value breaks its schema, never the value itself: it may be personal. */
export function reasonOf(check: ValidateFunction): string {
  const [first] = check.errors ?? [];
  return first ? `${first.instancePath || '/'} ${first.message ?? first.keyword}` : 'unknown';
}

// Compiling took a third of a cold start. So a bundle carries each schema with its check; see handlers/README.md.
function compiledAtBundling<Value>(schema: object): ValidateFunction<Value> | undefined {
  const check: unknown = Reflect.get(schema, Symbol.for('plumbline.check'));
  return isCheck<Value>(check) ? check : undefined;
}

function isCheck<Value>(value: unknown): value is ValidateFunction<Value> {
  return typeof value === 'function';
}

const compiled = new WeakMap<object, unknown>();

/** Unbundled only: required where it is needed, so that no bundle brings Ajv; each schema once. */
function compile<Value>(schema: object): ValidateFunction<Value> {
  const known = compiled.get(schema);
  if (isCheck<Value>(known)) return known;
  const { default: Ajv }: typeof import('ajv-draft-04') = createRequire(import.meta.url)('ajv-draft-04');
  // The schemas are tested against their meta-schema.
  const ajv = new Ajv({ strict: false, validateSchema: false, meta: false });
  // A producer may be ahead of us by an optional field: only the API refuses what it does not know.
  ajv.removeKeyword('additionalProperties');
  const check = ajv.compile<Value>(schema);
  compiled.set(schema, check);
  return check;
}
