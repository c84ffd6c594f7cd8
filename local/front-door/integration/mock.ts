// A mock integration: its request template says which status to answer as if it came from somewhere.
import type { MockIntegration } from '../definition.ts';
import type { Integrate } from './integration.ts';
import { mappingOf } from './mapped.ts';

export function mockIntegration(integration: MockIntegration): Integrate {
  const mapping = mappingOf(integration);
  return async (call) => {
    const mapped = mapping.request(call);
    if ('type' in mapped) return { outcome: mapped };
    // The template's object may have names without quotes.
    const status = /^\s*\{[\s\S]*?["']?statusCode["']?\s*:\s*(\d{3})\b/.exec(mapped.body)?.[1];
    if (status === undefined) return { outcome: { type: 'API_CONFIGURATION_ERROR' } };
    const answered = { status: Number(status), headers: [], body: '' };
    return { outcome: mapping.response(call, answered), integrationStatus: answered.status };
  };
}
