// An integration with an action of an AWS service that speaks JSON: exactly what the template renders is sent to it.
import type { Backend } from '../backend.ts';
import type { ServiceIntegration } from '../definition.ts';
import { withHeaders } from '../http.ts';
import { sourcedAll } from '../mapping/sources.ts';
import type { Integrate } from './integration.ts';
import { mappingOf, pairsIn } from './mapped.ts';

/** What stands before the action in the header X-Amz-Target, from each service's API reference. */
const targets: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDB_20120810',
  events: 'AWSEvents',
  firehose: 'Firehose_20150804',
  kinesis: 'Kinesis_20131202',
  states: 'AWSStepFunctions',
};

/** @throws for a service that is not called in this way */
export function serviceIntegration(integration: ServiceIntegration, backend: Backend): Integrate {
  const { action, requestParameters, service, timeoutMs } = integration;
  const target = targets[service];
  if (target === undefined) throw new Error(`an integration with ${service} is not done here`);
  const mapping = mappingOf(integration);
  return async (call) => {
    const mapped = mapping.request(call);
    if ('type' in mapped) return { outcome: mapped };
    const { header, querystring } = call.context.requestOverride;
    const answered = await backend.call({
      service,
      path: '/',
      query: Object.fromEntries([
        ...sourcedAll(requestParameters, 'integration.request.querystring.', call),
        ...pairsIn(querystring),
      ]),
      headers: withHeaders(
        withHeaders(
          [
            ['Content-Type', 'application/json'],
            ['X-Amz-Target', `${target}.${action}`],
          ],
          sourcedAll(requestParameters, 'integration.request.header.', call),
        ),
        pairsIn(header),
      ),
      body: mapped.body,
      timeoutMs,
    });
    if (answered === 'timeout') return { outcome: { type: 'INTEGRATION_TIMEOUT' } };
    if (answered === 'unreachable') return { outcome: { type: 'INTEGRATION_FAILURE' } };
    return { outcome: mapping.response(call, answered), integrationStatus: answered.status };
  };
}
