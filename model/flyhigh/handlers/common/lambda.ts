// A handler's work to a Lambda handler that logs, measures and traces through Powertools.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';
import type { Report } from './report.ts';

export interface Instruments extends Report {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** @param serviceName component id; the dimension `service` of every metric. The namespace is the stage's, given by the environment. */
export function instruments(serviceName: string): Instruments {
  return {
    logger: new Logger({ serviceName }),
    metrics: new Metrics({ serviceName }),
    tracer: new Tracer({ serviceName }),
  };
}

/** Builds what it needs at the first invocation, so that importing the module costs and requires nothing. */
export function lambda<Event, Result>(
  serviceName: string,
  build: (instruments: Instruments) => (event: Event) => Promise<Result>,
): LambdaHandler<Event, Result> {
  let ready: LambdaHandler<Event, Result> | undefined;
  return (event, context) => {
    if (!ready) {
      const tools = instruments(serviceName);
      ready = instrumented(tools, build(tools));
    }
    return ready(event, context);
  };
}

function instrumented<Event, Result>(
  { logger, metrics, tracer }: Instruments,
  work: (event: Event) => Promise<Result>,
): LambdaHandler<Event, Result> {
  return async (event, context) => {
    logger.addContext(context);
    const parent = tracer.getSegment();
    const segment = parent?.addNewSubsegment('## handler');
    if (segment) tracer.setSegment(segment);
    tracer.annotateColdStart();
    tracer.addServiceNameAnnotation();
    try {
      return await work(event);
    } catch (error) {
      tracer.addErrorAsMetadata(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      metrics.publishStoredMetrics();
      segment?.close();
      if (parent) tracer.setSegment(parent);
    }
  };
}
