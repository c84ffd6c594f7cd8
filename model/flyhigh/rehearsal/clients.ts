// A running world to the clients of what the rehearsal sends to and looks at.

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { World } from '../../../local/world.ts';

export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly db: DynamoDBDocumentClient;
  readonly kinesis: KinesisClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

export function clientsOf({ client }: World): Clients {
  return {
    cognito: new CognitoIdentityProviderClient(client),
    db: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
    kinesis: new KinesisClient(client),
    s3: new S3Client({ ...client, forcePathStyle: true }),
    sns: new SNSClient(client),
    sqs: new SQSClient(client),
  };
}
