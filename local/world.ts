// The running stand-in, as a rehearsal of a model sees it: where to send traffic, and where to look at what came of it.
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Template } from '../deployment/template.ts';

/** For the constructor of any AWS SDK client. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly useFipsEndpoint?: false;
  readonly useDualstackEndpoint?: false;
  /** Where a client's own would not do. */
  readonly requestHandler?: NodeHttpHandler;
}

export interface World {
  readonly client: ClientSettings;
  readonly account: string;
  readonly stage: string;
  /** Of the stage's main Region, whole: with what the local AWS left out. */
  readonly template: Template;
  /**
   * Ref of a component's resource, as CloudFormation gave it: a table's, bucket's, stream's, function's or bus's name, a
   * queue's URL, a topic's ARN. Throws where the component has none of that type, or was left out locally.
   */
  physical(component: string, type: string): string;
  /** Undefined where the stage has no REST API. */
  readonly frontDoor?: {
    /** Without a slash at its end; routes of the API follow. */
    readonly url: string;
    /** Value of the API's key, for the header x-api-key; undefined where the API has none. */
    readonly apiKey?: string;
    /** Credentials that the front door takes for a principal outside the stack, e.g. one that signs with SigV4. */
    readonly caller: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly streams: {
    /** Resolves when every record that the streams hold has been handed on or set aside, and nothing is under way. */
    idle(): Promise<void>;
    statistics(): readonly MappingStatistics[];
    /** Every call of a function by a mapping so far, oldest first: which records it was given together. */
    calls(): readonly MappingCall[];
  };
  /** Deploys every function with other code, beside the traffic; resolves when the stack is updated. */
  deployAgain(): Promise<void>;
}

/** One call of a function, whatever came of it. */
export interface MappingCall {
  /** Id of the connection in the model. */
  readonly connection: string;
  readonly shard: string;
  readonly sequenceNumbers: readonly string[];
}

/** What one event source mapping has done so far. */
export interface MappingStatistics {
  /** Id of the connection in the model. */
  readonly connection: string;
  readonly read: number;
  readonly filtered: number;
  readonly invocations: number;
  readonly succeeded: number;
  /** Records handed to the function again. */
  readonly retried: number;
  /** Records written to the failure destination, or given up where there is none. */
  readonly setAside: number;
  /** Age of the oldest record that is not done; 0 when all are. */
  readonly iteratorAgeMs: number;
}
