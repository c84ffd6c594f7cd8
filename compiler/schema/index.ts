// The model's JSON Schema: composed from the catalogue, and applied.
export { composeSchema, schemaText } from './compose.ts';
export { referenceText } from './reference.ts';
export { validate } from './validate.ts';
