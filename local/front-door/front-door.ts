// A synthesised template to a gateway on loopback that answers as the REST API in it would; only keys that it leaves open are asked for.
import { randomUUID } from 'node:crypto';
import type { Template } from '../../deployment/template.ts';
import type { FunctionFailure } from '../failures.ts';
import type { Place } from '../intrinsics.ts';
import type { ClientSettings } from '../world.ts';
import type { Asked, Authorise } from './authorise/authorise.ts';
import { type Caller, iamAuthoriser } from './authorise/iam.ts';
import { userPoolAuthoriser } from './authorise/user-pool.ts';
import { type Backend, openBackend } from './backend.ts';
import type { ApiDefinition } from './definition.ts';
import { gatewayOf } from './gateway.ts';
import { keysOf } from './keys.ts';
import { definitionOf } from './read-definition.ts';
import { type Statistics, serve } from './server.ts';

export type { Caller } from './authorise/iam.ts';
export type { Statistics } from './server.ts';

export interface FrontDoorOptions {
  readonly template: Template;
  /** Logical id of the REST API, where the template has several. */
  readonly api?: string;
  readonly place: Place;
  /** Of the AWS behind it: Kinesis, Lambda and the user pools' keys are there, and requests to it are signed. */
  readonly client: ClientSettings;
  /** Callers that sign with Signature Version 4, by access key. Default: none. */
  readonly callers?: ReadonlyMap<string, Caller>;
  /** Whether the stage's throttles of methods hold. Default: true. */
  readonly throttles?: boolean;
  /** Bounds every integration's own time-out. */
  readonly longestIntegrationMs?: number;
  /** Default: 0, any that is free. */
  readonly port?: number;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
  /** Default: a random UUID. */
  readonly requestId?: () => string;
  /** One line of the stage's access log a request. */
  readonly log?: (line: string) => void;
  /** Told of every call that a function failed at. */
  readonly onFailure?: (failure: FunctionFailure) => void;
  /** What went wrong in the gateway itself. Default: a warning of the process. */
  readonly problem?: (error: unknown) => void;
}

export interface FrontDoor {
  /** With the stage, without a slash at its end. */
  readonly url: string;
  /** For the header x-api-key; undefined where no key opens the stage. */
  readonly apiKey?: string;
  /** Answers so far, by route and status; what no route took is under "-". */
  statistics(): Statistics;
  /** Ends connections that are open, also those with a request under way. */
  close(): Promise<void>;
}

/**
 * @throws where the template has no such API, or one that uses what is not done here, where a reference cannot be resolved, or
 * where the AWS behind it does not tell a key that opens the stage
 */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const now = options.now ?? Date.now;
  const backend = openBackend(options.client, now);
  try {
    return await openBefore(backend, options, now);
  } catch (error) {
    backend.close();
    throw error;
  }
}

async function openBefore(backend: Backend, options: FrontDoorOptions, now: () => number): Promise<FrontDoor> {
  const { place, template } = options;
  const problem = options.problem ?? ((error) => process.emitWarning(String(error), 'FrontDoor'));
  const api = bounded(definitionOf(template, place, options.api), options.longestIntegrationMs);
  const [stage] = api.stages.keys();
  if (stage === undefined) throw new Error('the API has no stage');
  const keys = await keysOf(api, stage, backend);
  const gateway = gatewayOf(api, {
    authorise: authoriseOf(options, (path) => backend.read(path)),
    backend,
    keys,
    throttles: options.throttles ?? true,
    now,
    requestId: options.requestId ?? randomUUID,
    log: options.log ?? (() => {}),
    failed: options.onFailure ?? (() => {}),
    problem,
  });
  const served = await serve(gateway, options.port ?? 0, problem);
  const [apiKey] = keys.keys();
  return {
    url: `${served.origin}/${stage}`,
    ...(apiKey === undefined ? {} : { apiKey }),
    statistics: served.statistics,
    close: async () => {
      await served.close();
      backend.close();
    },
  };
}

function authoriseOf(
  { callers = new Map(), place }: FrontDoorOptions,
  read: (path: string) => Promise<string>,
): Authorise {
  const iam = iamAuthoriser(callers, place.region);
  const userPool = userPoolAuthoriser((poolId) => read(`/${poolId}/.well-known/jwks.json`));
  return (asked: Asked) => (asked.authorisation.by === 'iam' ? iam(asked) : userPool(asked));
}

function bounded(api: ApiDefinition, longestMs = Number.POSITIVE_INFINITY): ApiDefinition {
  const routes = api.routes.map((route) => {
    const { integration } = route;
    return integration.kind === 'mock'
      ? route
      : { ...route, integration: { ...integration, timeoutMs: Math.min(integration.timeoutMs, longestMs) } };
  });
  return { ...api, routes };
}
