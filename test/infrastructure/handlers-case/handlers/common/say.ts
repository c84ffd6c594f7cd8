// What both handlers share.
import { Logger } from '@aws-lambda-powertools/logger';

export const say = (word: string): void => new Logger({ serviceName: word }).info(word);
