// Options of a command to AWS clients. AWS_ENDPOINT_URL, which the SDK reads by itself, leads them to a local AWS.
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

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

export const isLocal = (): boolean => (process.env.AWS_ENDPOINT_URL ?? '') !== '';

export function clientsIn(region: string): Clients {
  // It speaks of the Node version that runs this, which is no business of whoever operates the pipeline.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const dynamo = new DynamoDBClient({ region });
  const clients = {
    cloudFormation: new CloudFormationClient({ region }),
    athena: new AthenaClient({ region }),
    bus: new EventBridgeClient({ region }),
    functions: new LambdaClient({ region }),
    // A local AWS has no name for each bucket.
    store: new S3Client({ region, forcePathStyle: isLocal() }),
    queue: new SQSClient({ region }),
  };
  return {
    ...clients,
    db: DynamoDBDocumentClient.from(dynamo),
    destroy: () => {
      for (const client of [...Object.values(clients), dynamo]) client.destroy();
    },
  };
}
