// An invocation that X-Ray samples to a subsegment, with one below it for every call of a captured client.
// Importing X-Ray's SDK costs a quarter of a cold start: lambda.ts does so once an invocation is sampled.

import { Tracer } from '@aws-lambda-powertools/tracer';

export interface Tracing {
  /** Has X-Ray see what the client sends, from now on. */
  capture(client: object): void;
  withinSubsegment<Result>(coldStart: boolean, work: () => Promise<Result>): Promise<Result>;
}

// X-Ray enters its context while its module is evaluated, which is now. Later invocations have to be given it.
const facade = new Tracer().getSegment();

export function tracing(serviceName: string): Tracing {
  const tracer = new Tracer({ serviceName });
  return {
    capture: (client) => {
      tracer.captureAWSv3Client(client);
    },
    withinSubsegment: (coldStart, work) =>
      tracer.provider.getNamespace().runAndReturn(async () => {
        if (!facade) return work();
        tracer.setSegment(facade);
        // Asked for anew: only then does the facade take up this invocation's trace.
        const segment = tracer.getSegment()?.addNewSubsegment('## handler');
        if (!segment) return work();
        tracer.setSegment(segment);
        // Not Powertools' own: it takes its first invocation for the function's.
        tracer.putAnnotation('ColdStart', coldStart);
        tracer.addServiceNameAnnotation();
        try {
          return await work();
        } catch (error) {
          // Not what it says: that may be about somebody, and a trace is read like a log.
          segment.addFaultFlag();
          throw error;
        } finally {
          segment.close();
        }
      }),
  };
}
