// Where a mapped parameter is taken from ("'text'", "method.request.header.X", "context.requestId") to its value.

import { at, parsed } from '../../json.ts';
import type { GatewayRequest } from '../http.ts';
import { headerOf, type Pair, queryOf } from '../http.ts';
import { found } from './json-path.ts';

export interface Sources {
  readonly request: GatewayRequest;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly context: unknown;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** What the integration answered, once it has. */
  readonly answered?: { readonly headers: readonly Pair[]; readonly body: string };
}

export function sourced(source: string, sources: Sources): string | undefined {
  const quoted = /^'(.*)'$/s.exec(source)?.[1];
  if (quoted !== undefined) return quoted;
  const [, from = source, name = ''] =
    /^(\w+\.(?:request|response)\.\w+|context|stageVariables)\.?(.*)$/.exec(source) ?? [];
  const value = read(from, name, sources);
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function read(from: string, name: string, sources: Sources): unknown {
  const { request, answered } = sources;
  switch (from) {
    case 'method.request.header':
      return headerOf(request, name);
    case 'method.request.querystring':
      return queryOf(request, name);
    case 'method.request.path':
      return Object.hasOwn(sources.pathParameters, name) ? sources.pathParameters[name] : undefined;
    case 'method.request.body':
      return inBody(request.body.toString('utf8'), name);
    case 'integration.response.header':
      return answered === undefined ? undefined : headerOf(answered, name);
    case 'integration.response.body':
      return answered === undefined ? undefined : inBody(answered.body, name);
    case 'context':
      return at(sources.context, name);
    case 'stageVariables':
      return at(sources.stageVariables, name);
    default:
      throw new Error(`parameters are not taken from "${from}" here`);
  }
}

/** The path comes without its $. */
const inBody = (body: string, path: string): unknown =>
  path === '' ? body : found(parsed(body)?.value, `$${path.startsWith('[') ? '' : '.'}${path}`);

/** Parameters that begin with a prefix, under the names that follow it; what has no value is left out. */
export function sourcedAll(
  parameters: Readonly<Record<string, string>>,
  prefix: string,
  sources: Sources,
): readonly Pair[] {
  return Object.entries(parameters).flatMap(([name, source]) => {
    if (!name.startsWith(prefix)) return [];
    const value = sourced(source, sources);
    return value === undefined ? [] : [[name.slice(prefix.length), value] as const];
  });
}
