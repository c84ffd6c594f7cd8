// PutItem, UpdateItem, DeleteItem and TransactWriteItems over tables: whole, or not at all.

import {
  type CancellationReason,
  ConditionalCheckFailedException,
  type Delete,
  IdempotentParameterMismatchException,
  type Put,
  TransactionCanceledException,
  type TransactWriteItemsCommandInput,
  type Update,
} from '@aws-sdk/client-dynamodb';
import { condition } from './condition.ts';
import { type Scope, scope } from './scope.ts';
import { keyNames, placeOf, placeOfKey, type Tables, tableOf } from './tables.ts';
import { update as parseUpdate } from './update.ts';
import { type Attributes, canonical, holdable, invalid } from './values.ts';

/** A write that was read and understood: where it goes, whether it may, and what it does. */
export interface Write {
  readonly place: string;
  holds(): boolean;
  apply(): void;
}

export function put(tables: Tables, input: Put): Write {
  const table = tableOf(tables, input.TableName);
  const item = input.Item ?? {};
  for (const value of Object.values(item)) holdable(value);
  const place = placeOf(table, item);
  return write(tables, input, place, () => () => item);
}

export function update(tables: Tables, input: Update): Write {
  const table = tableOf(tables, input.TableName);
  const place = placeOfKey(table, input.Key);
  return write(tables, input, place, (names) => {
    const change = parseUpdate(input.UpdateExpression ?? '', names, keyNames(table.key));
    return (before) => change(before ?? { ...input.Key });
  });
}

export function remove(tables: Tables, input: Delete): Write {
  return write(tables, input, placeOfKey(tableOf(tables, input.TableName), input.Key), () => () => undefined);
}

function write(
  tables: Tables,
  input: Put | Delete | Update,
  place: string,
  changeIn: (names: Scope) => (before: Attributes | undefined) => Attributes | undefined,
): Write {
  const { items } = tableOf(tables, input.TableName);
  for (const value of Object.values(input.ExpressionAttributeValues ?? {})) holdable(value);
  const names = scope(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const change = changeIn(names);
  const holds = condition(input.ConditionExpression, names);
  names.close();
  return {
    place: `${input.TableName} ${place}`,
    holds: () => holds(items.get(place) ?? {}),
    apply: () => {
      const after = change(items.get(place));
      if (after) items.set(place, after);
      else items.delete(place);
    },
  };
}

export function writeAlone(single: Write): Record<string, never> {
  if (!single.holds()) {
    throw new ConditionalCheckFailedException({ $metadata: {}, message: 'The conditional request failed' });
  }
  single.apply();
  return {};
}

/** Requests by token, for as long as the double lives; DynamoDB forgets them after ten minutes. */
export type Tokens = Map<string, string>;

export function transact(
  writes: readonly Write[],
  input: TransactWriteItemsCommandInput,
  tokens: Tokens,
): Record<string, never> {
  const { ClientRequestToken: token, TransactItems: items = [] } = input;
  if (items.length === 0 || items.length > 100) throw invalid('A transaction has 1 to 100 items');
  if (token !== undefined && (token.length < 1 || token.length > 36)) throw invalid('A token has 1 to 36 characters');
  if (new Set(writes.map(({ place }) => place)).size !== writes.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  const request = canonical(items);
  const earlier = token === undefined ? undefined : tokens.get(token);
  if (earlier === request) return {};
  if (earlier !== undefined) {
    throw new IdempotentParameterMismatchException({ $metadata: {}, message: 'same token, different request' });
  }
  const reasons: CancellationReason[] = writes.map((single) =>
    single.holds() ? { Code: 'None' } : { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
  );
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  for (const single of writes) single.apply();
  if (token !== undefined) tokens.set(token, request);
  return {};
}

export function cancelled(reasons: CancellationReason[]): TransactionCanceledException {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new TransactionCanceledException({
    $metadata: {},
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons: reasons,
  });
}
