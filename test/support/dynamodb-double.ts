// Tables in memory behind a real DynamoDB document client: as much of DynamoDB as FlyHigh's handlers use, checked as strictly.

import {
  type BatchGetItemCommandInput,
  type DeleteItemCommandInput,
  DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type ScanCommandInput,
  type TransactWriteItemsCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { answering, nowhere } from './client-double.ts';
import { unwired, wired } from './dynamodb/plain.ts';
import { batchGetItem, getItem, query, scan } from './dynamodb/reads.ts';
import { type TableShape, tablesOf } from './dynamodb/tables.ts';
import { invalid } from './dynamodb/values.ts';
import { put, remove, type Tokens, transact, update, type Write, writeAlone } from './dynamodb/writes.ts';

export type { TableShape } from './dynamodb/tables.ts';
export { cancelled } from './dynamodb/writes.ts';

export interface Hooks {
  /** Before a request takes effect. What it throws is the request's answer: nothing was done. */
  before?: (command: string, input: unknown) => void | Promise<void>;
  /** After it took effect. What it throws is the answer to a request that was done: a crash, or a lost response. */
  after?: (command: string, input: unknown) => void | Promise<void>;
}

export interface DynamoDBDouble {
  readonly client: DynamoDBDocumentClient;
  /** The same tables without the SDK between: for tests that ask hundreds of thousands of times. */
  readonly direct: Pick<DynamoDBDocumentClient, 'send'>;
  /** May be changed at any time. */
  readonly hooks: Hooks;
  /** Names of the commands sent, oldest first. */
  readonly commands: readonly string[];
  /** Items of a table as plain values, ordered by key. */
  items(table: string): Promise<readonly Record<string, unknown>[]>;
}

/** What the document client's commands are called over the wire, where that differs. */
const wireNames: Readonly<Record<string, string>> = {
  BatchGet: 'BatchGetItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  TransactWrite: 'TransactWriteItems',
};

export interface Options {
  /** Most items of one answer to a Query or Scan, most keys of one to a BatchGetItem. */
  readonly pageItems?: number;
}

export function dynamoDBDouble(
  shapes: Readonly<Record<string, TableShape>>,
  { pageItems = 1000 }: Options = {},
): DynamoDBDouble {
  const tables = tablesOf(shapes);
  const tokens: Tokens = new Map();
  const hooks: Hooks = {};
  const commands: string[] = [];

  const writeOf = (item: NonNullable<TransactWriteItemsCommandInput['TransactItems']>[number]): Write => {
    if (item.Put) return put(tables, item.Put);
    if (item.Update) return update(tables, item.Update);
    if (item.Delete) return remove(tables, item.Delete);
    throw invalid('the double transacts Put, Update and Delete only');
  };

  const execute = (command: string, input: unknown): unknown => {
    switch (command) {
      case 'GetItem':
        return getItem(tables, input as GetItemCommandInput);
      case 'BatchGetItem':
        return batchGetItem(tables, input as BatchGetItemCommandInput, pageItems);
      case 'Query':
        return query(tables, input as QueryCommandInput, pageItems);
      case 'Scan':
        return scan(tables, input as ScanCommandInput, pageItems);
      case 'PutItem':
        return writeAlone(put(tables, input as PutItemCommandInput));
      case 'UpdateItem':
        return writeAlone(update(tables, { UpdateExpression: '', ...(input as UpdateItemCommandInput) }));
      case 'DeleteItem':
        return writeAlone(remove(tables, input as DeleteItemCommandInput));
      case 'TransactWriteItems': {
        const request = input as TransactWriteItemsCommandInput;
        return transact((request.TransactItems ?? []).map(writeOf), request, tokens);
      }
      default:
        throw invalid(`the double knows no ${command}`);
    }
  };

  const respond = async (command: string, input: unknown): Promise<unknown> => {
    commands.push(command);
    await hooks.before?.(command, input);
    const output = execute(command, input);
    await hooks.after?.(command, input);
    return output;
  };

  const direct = async (command: { readonly input: Readonly<Record<string, unknown>> }): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '');
    return unwired(await respond(wireNames[name] ?? name, wired(command.input)));
  };

  const clientOf = (answer: typeof execute) =>
    DynamoDBDocumentClient.from(answering(new DynamoDBClient(nowhere), answer, { documents: true }));
  const inspector = clientOf(execute);

  return {
    client: clientOf(respond),
    // Its many signatures are the SDK's, one for each command; whoever sends knows which answer is due.
    direct: { send: direct as never },
    hooks,
    commands,
    items: async (name) => {
      const all: Record<string, unknown>[] = [];
      for await (const { Items = [] } of paginateScan({ client: inspector }, { TableName: name })) all.push(...Items);
      const { partition, sort = partition } = shapes[name]?.key ?? { partition: '' };
      const placeOf = (item: Record<string, unknown>) => `${item[partition]} ${item[sort]}`;
      return all.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    },
  };
}
