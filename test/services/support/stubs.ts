// Services that offer one capability and nothing else, for tests of the service at the other end of an arrow.

import type { BuildContext, Handles } from '../../../services/kit/build.ts';
import { cdk } from '../../../services/kit/cdk.ts';
import { type Capability, defineService, type Service } from '../../../services/service.ts';

const stub = (
  id: string,
  offers: readonly Capability[],
  construct: (context: BuildContext) => Handles = () => ({}),
  more: Partial<Service> = {},
): Service =>
  defineService({
    id,
    title: id,
    short: id,
    settings: { properties: {} },
    facts: {},
    offers,
    moves: [],
    construct,
    ...more,
  });

export const bucketStub = stub('test-bucket', ['bucket'], ({ scope }) => ({
  bucket: new (cdk().aws_s3.Bucket)(scope, 'Bucket'),
}));
export const streamStub = stub('test-stream', ['stream'], ({ scope }) => ({
  stream: new (cdk().aws_kinesis.Stream)(scope, 'Stream'),
}));
export const queueStub = stub('test-queue', ['queue'], ({ scope }) => ({
  queue: new (cdk().aws_sqs.Queue)(scope, 'Queue'),
}));
export const keyStub = stub('test-key', ['key'], ({ scope }) => ({ key: new (cdk().aws_kms.Key)(scope, 'Key') }));
export const callerStub = stub('test-caller', ['caller'], undefined, { outside: true });
/** Sends nothing; gives a test the events that arrive at a bus. */
export const senderStub = stub('test-sender', []);
