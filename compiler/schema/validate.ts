// A Source's data against a schema, to findings in plain words.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Finding, Path } from '../findings.ts';
import { valueAt } from '../source/source.ts';
import type { Schema } from './parts.ts';
import { findingsOf } from './words.ts';

const validators = new WeakMap<Schema, ValidateFunction>();

/** Compiled once per schema object. `at` is put before every path. */
export function validate(value: unknown, schema: Schema, at: Path = []): readonly Finding[] {
  const validator = validators.get(schema) ?? compileSchema(schema);
  validators.set(schema, validator);
  if (validator(value)) return [];
  const errors = (validator.errors ?? []).map((error) => ({ error, path: [...at, ...pathOf(error, value)] }));
  return findingsOf(errors);
}

/** An error of ajv with the path of what it blames. */
export interface SchemaError {
  readonly error: ErrorObject;
  readonly path: Path;
}

function compileSchema(schema: Schema): ValidateFunction {
  // Our own schema needs no check of its own and runs once: time spent on either would be felt at every start.
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    strict: false,
    validateFormats: false,
    validateSchema: false,
    code: { optimize: false },
  });
  return ajv.compile(schema);
}

// "/connections/3/label" to steps: a number where the data hold a list, else a key.
function pathOf(error: ErrorObject, value: unknown): Path {
  const path: (string | number)[] = [];
  for (const step of error.instancePath.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(value, path)) ? Number(key) : key);
  }
  return path;
}
