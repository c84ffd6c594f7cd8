// Requests as API Gateway's Lambda proxy integration hands them over.

import type { APIGatewayProxyEvent } from 'aws-lambda';

export interface Asked {
  readonly parameters?: Record<string, string>;
  /** The token's, where the authoriser let one through. */
  readonly sub?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly query?: Record<string, string>;
}

export function proxyRequest(method: string, resource: string, asked: Asked = {}): APIGatewayProxyEvent {
  const { parameters = null, sub, headers = {}, body = null, query = null } = asked;
  return {
    httpMethod: method,
    resource,
    path: resource,
    pathParameters: parameters,
    headers,
    multiValueHeaders: {},
    queryStringParameters: query,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authorizer: sub === undefined ? null : { claims: { sub } },
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '192.0.2.1',
        user: null,
        userAgent: null,
        userArn: null,
      },
      path: resource,
      protocol: 'HTTP/1.1',
      requestId: 'r-1',
      requestTimeEpoch: 0,
      resourceId: 'x',
      resourcePath: resource,
      stage: 'test',
    },
  };
}
