// A stage that is left running: how to get in by hand, and what comes of it for as long as somebody looks.

import { aborted } from '../../ending/interrupts.ts';
import type { Run } from '../../local/rehearsal.ts';
import type { Up } from '../../local/up.ts';
import { watchOn } from './live-view.ts';
import type { Screen } from './screen.ts';

export interface KeptOpen {
  readonly up: Up;
  /** Absent where the model brings no rehearsal. */
  readonly run?: Run;
  readonly screen: Screen;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly json: boolean;
}

export async function keptOpen({ up, run, screen, signal, json }: KeptOpen): Promise<void> {
  for (const line of waysIn(up, run)) screen.say(line);
  screen.say('Ctrl-C ends it.');
  if (run !== undefined && !json) await watchOn(run, { screen, signal });
  await aborted(signal);
}

/** Copied into another terminal, they work as they are. */
export function waysIn({ aws, world }: Pick<Up, 'aws' | 'world'>, run?: Run): readonly string[] {
  const { frontDoor, client } = world;
  const { accessKeyId, secretAccessKey } = client.credentials;
  const key = frontDoor?.apiKey === undefined ? [] : [`  API key          ${frontDoor.apiKey} (header x-api-key)`];
  const signing =
    frontDoor === undefined
      ? []
      : [
          `  Signed requests  ${frontDoor.caller.accessKeyId}, secret ${frontDoor.caller.secretAccessKey} (SigV4, service execute-api)`,
        ];
  const commands = run?.byHand?.() ?? [];
  return [
    "In another terminal, for the AWS CLI and for operators' commands:",
    `  export AWS_ENDPOINT_URL=${aws.endpoint} AWS_REGION=${client.region} AWS_DEFAULT_REGION=${client.region} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    ...(frontDoor === undefined ? [] : ['The front door takes:', ...key, ...signing]),
    ...commands.flatMap(({ label, value }) => [`${label}:`, `  ${value}`]),
  ];
}
