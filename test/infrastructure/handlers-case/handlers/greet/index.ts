// A handler that logs and uses the SDK that the runtime brings.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { say } from '../common/say.ts';

const client = new DynamoDBClient({});
export const handler = async (): Promise<string> => {
  say('hello');
  return client.config.apiVersion;
};
