// A body and a request's parameters to what mapping templates find under $input.
import { parsed } from '../../json.ts';
import { found } from './json-path.ts';

export interface Parameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

export interface Input {
  readonly body: string;
  json(path: string): string;
  path(path: string): unknown;
  params(name?: string): unknown;
}

/** A template asked for a part of a body that is no JSON: whoever sent the body knows best. */
export class NotJson extends Error {
  constructor() {
    super('a mapping template asks for a part of a body that is no JSON');
  }
}

/** The body is read when it is first asked for, and once. An empty one is an empty object. */
export function inputOf(body: string, parameters: Parameters): Input {
  let value: { readonly value: unknown } | undefined;
  const at = (path: string): unknown => {
    value ??= body === '' ? { value: {} } : parsed(body);
    if (value === undefined) throw new NotJson();
    return found(value.value, path);
  };
  return {
    body,
    json: (path) => JSON.stringify(at(path)) ?? '""',
    // What is null or not there renders as nothing.
    path: (path) => at(path) ?? undefined,
    params: (name) => {
      if (name === undefined) return parameters;
      const from = [parameters.path, parameters.querystring, parameters.header].find((each) =>
        Object.hasOwn(each, name),
      );
      return from?.[name] ?? '';
    },
  };
}
