// A request to what is wrong with it, by the models and the required parameters of its method.
import type { ErrorObject } from 'ajv';
import Ajv from 'ajv-draft-04';
import { parsed } from '../json.ts';
import type { RouteDefinition } from './definition.ts';
import type { Refusal } from './gateway-response.ts';
import { type GatewayRequest, headerOf, queryOf } from './http.ts';

export type Validate = (
  request: GatewayRequest,
  pathParameters: Readonly<Record<string, string>>,
  mediaType: string,
) => Refusal | undefined;

/** A body whose media type has no model is not validated: that is how API Gateway does it. */
export function validatorOf({
  models,
  requiredParameters,
}: Pick<RouteDefinition, 'models' | 'requiredParameters'>): Validate {
  const checks = new Map(Object.entries(models).map(([type, schema]) => [type.toLowerCase(), checkOf(schema)]));
  return (request, pathParameters, mediaType) => {
    const missing = requiredParameters.filter((name) => blank(name, request, pathParameters));
    if (missing.length > 0) {
      const reason = `Missing required request parameters: [${missing.map(lastPart).join(', ')}]`;
      return { type: 'BAD_REQUEST_PARAMETERS', message: reason, reason };
    }
    const reason = checks.get(mediaType)?.(request.body);
    return reason === undefined ? undefined : { type: 'BAD_REQUEST_BODY', reason };
  };
}

function blank(parameter: string, request: GatewayRequest, pathParameters: Readonly<Record<string, string>>): boolean {
  const name = lastPart(parameter);
  if (parameter.startsWith('method.request.path.')) return (pathParameters[name] ?? '') === '';
  if (parameter.startsWith('method.request.querystring.')) return (queryOf(request, name) ?? '') === '';
  return (headerOf(request, name) ?? '') === '';
}

const lastPart = (parameter: string): string => parameter.split('.').slice(3).join('.');

/** A longer body may hold millions of mistakes, and each is dear: only its first is looked for. */
const allErrorsBytes = 64 * 1024;
const mostErrors = 20;
const longestError = 300;

/** Strict: a keyword that the validator does not know would pass unseen. */
function checkOf(schema: object): (body: Buffer) => string | undefined {
  const compiled = (allErrors: boolean) => new Ajv.default({ strict: true, allErrors }).compile(schema);
  const [forAll, forFirst] = [compiled(true), compiled(false)];
  return (body) => {
    const value = parsed(body.toString('utf8'));
    if (value === undefined) return 'Unable to parse the body';
    const validate = body.length > allErrorsBytes ? forFirst : forAll;
    return validate(value.value) ? undefined : told(validate.errors ?? []);
  };
}

function told(errors: readonly ErrorObject[]): string {
  const said = errors
    .slice(0, mostErrors)
    .map(({ instancePath, message, params }) =>
      `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`.slice(0, longestError),
    );
  const more = errors.length - said.length;
  return `[${[...said, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')}]`;
}
