// The text of a query to its rows, page by page, by Athena.

import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type Clock, minuteMs, secondMs } from '../common/clock.ts';
import { type Lake, LakeFailed, type Row } from './lake.ts';

export interface AthenaSettings {
  readonly athena: Pick<AthenaClient, 'send'>;
  readonly clock: Clock;
  readonly workgroup: string;
  readonly database: string;
  /** Nobody waits any more once it is aborted. */
  readonly signal?: Pick<AbortSignal, 'aborted'>;
}

const pollMs = 2 * secondMs;
/** Leaves the rest of the function's 15 minutes for the rows. */
const patienceMs = 8 * minuteMs;

export function athenaLake(settings: AthenaSettings): Lake {
  return { query: (sql) => query(settings, sql) };
}

async function* query(settings: AthenaSettings, sql: string): AsyncGenerator<Row> {
  const { athena, clock, workgroup, database, signal } = settings;
  const { QueryExecutionId: id } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: workgroup,
      QueryExecutionContext: { Database: database },
    }),
  );
  if (id === undefined) throw new LakeFailed('Athena gave the query no id');
  const deadline = clock.now() + patienceMs;
  while (!(await succeeded(athena, id))) {
    if (clock.now() >= deadline || signal?.aborted) {
      // Nobody will read what it finds, but everything it scans is paid for.
      await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
      throw new LakeFailed(`Athena's query ${signal?.aborted ? 'was interrupted' : 'takes too long'}`);
    }
    await clock.sleep(pollMs);
  }
  yield* rows(athena, id);
}

async function succeeded(athena: Pick<AthenaClient, 'send'>, id: string): Promise<boolean> {
  const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  const { State: state, StateChangeReason: reason } = QueryExecution?.Status ?? {};
  if (state === 'FAILED' || state === 'CANCELLED')
    throw new LakeFailed(`Athena's query ${state}: ${reason ?? 'no reason given'}`);
  return state === 'SUCCEEDED';
}

async function* rows(athena: Pick<AthenaClient, 'send'>, id: string): AsyncGenerator<Row> {
  let next: string | undefined;
  let header = true;
  do {
    const page = await athena.send(
      new GetQueryResultsCommand({ QueryExecutionId: id, ...(next === undefined ? {} : { NextToken: next }) }),
    );
    for (const { Data = [] } of page.ResultSet?.Rows ?? []) {
      if (!header) yield Data.map(({ VarCharValue }) => VarCharValue);
      header = false;
    }
    next = page.NextToken;
  } while (next !== undefined);
}
