// What pages in a browser need to call an API of another site: an answer to the preflight, and headers on errors.
import type { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { cdk } from '../kit/cdk.ts';
import { type Route, usualOrigin } from './settings.ts';
import { badBodyTemplate } from './templates.ts';

export const allowOrigin = 'Access-Control-Allow-Origin';

/** Machines sign their requests and are no browsers; everyone else may be one. */
export const fromBrowsers = ({ by }: Route): boolean => by !== 'iam';

const preflightDays = 1;
const headers: Readonly<Record<Route['by'], readonly string[]>> = {
  iam: [],
  key: ['X-Api-Key'],
  token: ['Authorization'],
};

/** Preflights are answered without credentials, as browsers send none. */
export function addPreflights(api: apigateway.RestApi, routes: readonly Route[], origin = usualOrigin): void {
  const open = routes.filter(fromBrowsers);
  for (const path of pathsOf(open)) {
    const here = open.filter((route) => route.path === path);
    api.root.resourceForPath(path).addCorsPreflight({
      allowOrigins: [origin],
      allowMethods: here.map(({ method }) => method),
      allowHeaders: ['Content-Type', ...new Set(here.flatMap(({ by }) => headers[by]))],
      maxAge: cdk().Duration.days(preflightDays),
    });
  }
}

export const pathsOf = (routes: readonly Route[]): readonly string[] => [...new Set(routes.map(({ path }) => path))];

/** Errors that API Gateway answers by itself. Without the header a page could not tell a refusal from a broken line. */
export function addGatewayResponses(api: apigateway.RestApi, origin = usualOrigin): void {
  const { ResponseType } = cdk().aws_apigateway;
  const responseHeaders = { [allowOrigin]: `'${origin}'` };
  api.addGatewayResponse('BadBody', {
    type: ResponseType.BAD_REQUEST_BODY,
    statusCode: '400',
    responseHeaders,
    templates: { 'application/json': badBodyTemplate },
  });
  api.addGatewayResponse('Refused', { type: ResponseType.DEFAULT_4XX, responseHeaders });
  api.addGatewayResponse('Failed', { type: ResponseType.DEFAULT_5XX, responseHeaders });
}
