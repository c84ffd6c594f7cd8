// Options of a command to AWS clients. AWS_ENDPOINT_URL, which the SDK reads by itself, leads them to a local AWS.
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudFormationClient, type CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CannotRun } from './cannot-run.ts';

export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly athena: AthenaClient;
  readonly db: DynamoDBDocumentClient;
  readonly bus: EventBridgeClient;
  readonly functions: LambdaClient;
  readonly store: S3Client;
  readonly queue: SQSClient;
  /** So that a command ends when its work does. */
  destroy(): void;
}

/** Where all clients are led in place of AWS; undefined where they are not. */
export const endpoint = (): string | undefined => process.env.AWS_ENDPOINT_URL || undefined;

/** Throws CannotRun on what is no Region, or no endpoint. */
export function clientsIn(region: string): Clients {
  const at = endpoint();
  if (at !== undefined && !URL.canParse(at))
    throw new CannotRun(`AWS_ENDPOINT_URL is "${at}": write it as http://127.0.0.1:4566`);
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) throw new CannotRun(`"${region}" is no Region: write it as us-east-1`);
  const settings = { region, ...(isLocal() ? localCredentials(region) : {}) };
  const dynamo = new DynamoDBClient(settings);
  const clients = {
    cloudFormation: new CloudFormationClient(settings),
    athena: new AthenaClient(settings),
    bus: new EventBridgeClient(settings),
    functions: new LambdaClient(settings),
    // A local AWS has no name for each bucket.
    store: new S3Client({ ...settings, forcePathStyle: at !== undefined }),
    queue: new SQSClient(settings),
  };
  return {
    ...clients,
    db: DynamoDBDocumentClient.from(dynamo),
    destroy: () => {
      for (const client of [...Object.values(clients), dynamo]) client.destroy();
    },
  };
}

/** Whether they are led to this machine, where no account of AWS is meant. */
export function isLocal(): boolean {
  const at = endpoint();
  if (at === undefined || !URL.canParse(at)) return false;
  const { hostname } = new URL(at);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** A local AWS takes any: where the SDK finds none, some that open nothing. */
function localCredentials(region: string): Pick<CloudFormationClientConfig, 'credentials'> {
  const { config } = new CloudFormationClient({ region });
  return {
    credentials: () =>
      config.credentials().catch((error: unknown) => {
        if (error instanceof Error && error.name === 'CredentialsProviderError')
          return { accessKeyId: 'LOCAL', secretAccessKey: 'local' };
        throw error;
      }),
  };
}
