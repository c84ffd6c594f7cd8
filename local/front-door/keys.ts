// The API keys that open a stage to their values: the template's, else those that the AWS behind the gateway has made up.
import { objectIn, parsed, textIn } from '../json.ts';
import type { Backend } from './backend.ts';
import type { ApiDefinition, KeyDefinition } from './definition.ts';

const keyTimeoutMs = 5_000;

/**
 * Value to id of every key that opens the stage.
 *
 * @throws where the AWS behind it does not tell one
 */
export async function keysOf(
  { keys }: ApiDefinition,
  stage: string,
  backend: Backend,
): Promise<ReadonlyMap<string, string>> {
  const own = keys.filter(({ stages }) => stages.includes(stage));
  return new Map(
    await Promise.all(own.map(async (key) => [key.value ?? (await madeUp(key, backend)), key.id] as const)),
  );
}

/** Where the template says none, the service has made one up: whoever asks it for the key must get in with it. */
async function madeUp({ id, logicalId }: KeyDefinition, backend: Backend): Promise<string> {
  const answer = await backend.call({
    method: 'GET',
    service: 'apigateway',
    path: `/apikeys/${encodeURIComponent(id)}`,
    query: { includeValue: 'true' },
    headers: [],
    body: '',
    timeoutMs: keyTimeoutMs,
  });
  const value = typeof answer === 'string' ? '' : textIn(objectIn(parsed(answer.body)?.value).value);
  if (value === '')
    throw new Error(`the AWS behind the front door does not tell the value of the API key ${logicalId}`);
  return value;
}
