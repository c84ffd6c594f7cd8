// Payload schemas to checks that tell an event of a known type from anything else.
// Ajv's draft-04 build is used directly: the schemas are draft-04 because API Gateway reads no other draft, and
// Powertools' validation brings Ajv's draft-07 build and JMESPath along, neither of which could be used.

import Ajv, { type ValidateFunction } from 'ajv-draft-04';

export interface Contract<Event> {
  readonly eventTypes: readonly string[];
  readonly check: ValidateFunction<Event>;
}

interface PayloadSchema {
  readonly properties: { readonly eventType: { readonly enum: readonly string[] } };
}

// The schemas are tested against their meta-schema; compiling that too would lengthen every cold start.
const ajv = new Ajv.default({ strict: false, validateSchema: false, meta: false });

/** Compiles at once: call it when the handler is built, not when its module is imported. */
export function contract<Event>(schema: PayloadSchema): Contract<Event> {
  return { eventTypes: schema.properties.eventType.enum, check: ajv.compile<Event>(asObject(tolerant(schema))) };
}

/** A check without a contract's event type, for what surrounds an event. */
export function checkOf<Value>(schema: object): ValidateFunction<Value> {
  return ajv.compile<Value>(schema);
}

/** Where and how a value breaks its schema, never the value itself: it may be personal. */
export function reasonOf(check: ValidateFunction): string {
  const [first] = check.errors ?? [];
  return first ? `${first.instancePath || '/'} ${first.message ?? first.keyword}` : 'unknown';
}

// A producer may be ahead of us by an optional field: only the API refuses what it does not know.
function tolerant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tolerant);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'additionalProperties' && key !== '$schema');
  return Object.fromEntries(kept.map(([key, entry]) => [key, tolerant(entry)]));
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('a schema is an object');
  return value;
}
