// A handler's work to a Lambda handler that logs, measures and traces through Powertools.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { type Deadline, deadlineOf } from './deadline.ts';
import type { Report } from './report.ts';
import type { Tracing } from './tracing.ts';

export interface Instruments extends Report {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The same client; X-Ray sees its calls in invocations that are sampled. */
  traced<Client extends object>(client: Client): Client;
}

/** @param serviceName component id; the dimension `service` of every metric. The namespace is the stage's, given by the environment. */
export function instruments(serviceName: string): Pick<Instruments, 'logger' | 'metrics'> {
  return { logger: new Logger({ serviceName }), metrics: new Metrics({ serviceName }) };
}

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;
export type Work<Event, Result> = (event: Event, deadline: Deadline) => Promise<Result>;

/** Builds what it needs at the first invocation, so that importing the module costs and requires nothing. */
export function lambda<Event, Result>(
  serviceName: string,
  build: (instruments: Instruments) => Work<Event, Result>,
): LambdaHandler<Event, Result> {
  let ready: LambdaHandler<Event, Result> | undefined;
  return (event, context) => {
    ready ??= instrumented(serviceName, build);
    return ready(event, context);
  };
}

function instrumented<Event, Result>(
  serviceName: string,
  build: (instruments: Instruments) => Work<Event, Result>,
): LambdaHandler<Event, Result> {
  const { logger, metrics } = instruments(serviceName);
  const clients: object[] = [];
  let tracing: Tracing | undefined;
  const traced = <Client extends object>(client: Client): Client => {
    tracing?.capture(client);
    clients.push(client);
    return client;
  };
  const work = build({ logger, metrics, traced });
  let coldStart = true;
  return async (event, context) => {
    const cold = coldStart;
    coldStart = false;
    logger.addContext(context);
    const run = () => work(event, deadlineOf(context));
    try {
      if (!sampled()) return await run();
      if (!tracing) {
        tracing = (await import('./tracing.ts')).tracing(serviceName);
        for (const client of clients) tracing.capture(client);
      }
      return await tracing.withinSubsegment(cold, run);
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };
}

/** Whether Lambda keeps a trace of the invocation under way: of most it does not. */
function sampled(): boolean {
  return process.env._X_AMZN_TRACE_ID?.includes('Sampled=1') === true;
}
