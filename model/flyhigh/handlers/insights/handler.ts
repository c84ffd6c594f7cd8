// A request that API Gateway has authorised to the answer of its route. Who asks is what the token says, nothing else.

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorName } from '../common/dynamo.ts';
import { count } from '../common/report.ts';
import type { Answer, Dependencies } from './dependencies.ts';
import { routeDemand, routeFigures } from './routes.ts';
import { flightSeats } from './seats.ts';
import { eraseProfile, offers, ownProfile } from './traveller.ts';

type Responder = (dependencies: Dependencies, event: APIGatewayProxyEvent) => Promise<Answer>;

const routePattern = /^[A-Z]{3}-[A-Z]{3}$/;
const flightPattern = /^FH[0-9]{1,4}-20[0-9]{2}-[0-9]{2}-[0-9]{2}-[A-Z]{3}$/;

const responders: ReadonlyMap<string, Responder> = new Map([
  ['GET /routes/{route}/demand', byParameter('route', routePattern, routeDemand)],
  ['GET /routes/{route}/figures', byParameter('route', routePattern, routeFigures)],
  ['GET /flights/{id}/seats', byParameter('id', flightPattern, flightSeats)],
  ['GET /me/offers', byTraveller(offers)],
  ['GET /me/profile', byTraveller(ownProfile)],
  ['DELETE /me/profile', byTraveller(eraseProfile)],
]);

export function createHandler(dependencies: Dependencies) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const route = `${event.httpMethod} ${event.resource}`;
    try {
      const answer = (await responders.get(route)?.(dependencies, event)) ?? { status: 404 };
      return response(answer, event.resource.startsWith('/me/'));
    } catch (error) {
      dependencies.logger.error('request failed', { route, cause: errorName(error) });
      count(dependencies, 'RequestsFailed');
      return response({ status: 500 }, true);
    }
  };
}

function byParameter(
  name: string,
  pattern: RegExp,
  respond: (dependencies: Dependencies, value: string) => Promise<Answer>,
): Responder {
  return async (dependencies, { pathParameters }) => {
    const value = pathParameters?.[name] ?? '';
    return pattern.test(value) ? respond(dependencies, value) : { status: 400, body: { message: `unknown ${name}` } };
  };
}

function byTraveller(respond: (dependencies: Dependencies, travellerRef: string) => Promise<Answer>): Responder {
  return async (dependencies, { requestContext }) => {
    const sub: unknown = requestContext.authorizer?.claims?.sub;
    return typeof sub === 'string' && sub !== '' ? respond(dependencies, sub) : { status: 401 };
  };
}

function response({ status, body }: Answer, personal: boolean): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      'cache-control': status === 200 && !personal ? 'max-age=5' : 'no-store',
      'access-control-allow-origin': '*',
    },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}
