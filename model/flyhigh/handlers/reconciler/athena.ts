// The text of a query to its rows, page by page.

import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { minuteMs, secondMs } from '../common/clock.ts';
import type { Counts } from '../common/figures.ts';
import type { Dependencies } from './dependencies.ts';

export interface Recounted {
  readonly route: string;
  /** Epoch milliseconds. */
  readonly minuteStart: number;
  readonly counts: Counts;
}

const pollMs = 2 * secondMs;
/** Leaves the rest of the function's 15 minutes for the rows. */
const patienceMs = 8 * minuteMs;

export async function* runQuery(
  { athena, clock, workgroup, database }: Dependencies,
  sql: string,
): AsyncGenerator<Recounted> {
  const { QueryExecutionId: id } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: workgroup,
      QueryExecutionContext: { Database: database },
    }),
  );
  if (id === undefined) throw new Error('Athena gave the query no id');
  const deadline = clock.now() + patienceMs;
  while (!(await succeeded(athena, id))) {
    if (clock.now() >= deadline) throw new Error('the query takes too long');
    await clock.sleep(pollMs);
  }
  yield* rows(athena, id);
}

async function succeeded(athena: Pick<AthenaClient, 'send'>, id: string): Promise<boolean> {
  const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  const { State: state, StateChangeReason: reason } = QueryExecution?.Status ?? {};
  if (state === 'FAILED' || state === 'CANCELLED')
    throw new Error(`the query ${state}: ${reason ?? 'no reason given'}`);
  return state === 'SUCCEEDED';
}

async function* rows(athena: Pick<AthenaClient, 'send'>, id: string): AsyncGenerator<Recounted> {
  let next: string | undefined;
  let header = true;
  do {
    const page = await athena.send(
      new GetQueryResultsCommand({ QueryExecutionId: id, ...(next === undefined ? {} : { NextToken: next }) }),
    );
    for (const { Data = [] } of page.ResultSet?.Rows ?? []) {
      if (!header) yield recounted(Data.map(({ VarCharValue }) => VarCharValue ?? ''));
      header = false;
    }
    next = page.NextToken;
  } while (next !== undefined);
}

/** Columns in the order the query selects them. */
function recounted([route = '', ...numbers]: readonly string[]): Recounted {
  const [minute = 0, searches = 0, bookings = 0, seats = 0, cancelled = 0] = numbers.map(Number);
  if (route === '' || numbers.length !== 5 || numbers.map(Number).some(Number.isNaN)) {
    throw new TypeError('the query gave a row of another shape');
  }
  return { route, minuteStart: minute * minuteMs, counts: { searches, bookings, seats, cancelled } };
}
