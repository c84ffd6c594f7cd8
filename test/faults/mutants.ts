// Rules of the handlers and of the poller to the same without the rule: schedules that cannot tell the two apart are no test.
import type { Command, Store } from './functions.ts';
import type { Mutation } from './schedule.ts';
import type { Kind } from './verdict.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Requests of one kind changed on their way; the command's class stays, since the store knows it by that. */
function changing(change: (name: string, input: Fields) => Fields) {
  return (store: Store): Store => ({
    send: (command: Command) => {
      const changed: Command = Object.create(Object.getPrototypeOf(command), {
        input: { value: change(command.constructor.name, command.input as Fields) },
      });
      return store.send(changed);
    },
  });
}

/** Without its condition, and without the names and values that only the condition used. */
function unconditional(input: Fields): Fields {
  const { ConditionExpression: _, ...rest } = input;
  const text = String(input.UpdateExpression ?? '');
  const used = (of: unknown) => {
    const entries = Object.entries(Object(of)).filter(([token]) => new RegExp(`${token}(?![A-Za-z0-9_])`).test(text));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  const [names, values] = [used(input.ExpressionAttributeNames), used(input.ExpressionAttributeValues)];
  const { ExpressionAttributeNames: _names, ExpressionAttributeValues: _values, ...bare } = rest;
  return {
    ...bare,
    ...(names ? { ExpressionAttributeNames: names } : {}),
    ...(values ? { ExpressionAttributeValues: values } : {}),
  };
}

const inLedger = (change: (put: Fields) => Fields) =>
  changing((name, input) => {
    if (name !== 'TransactWriteCommand') return input;
    const [first, ...others] = input.TransactItems as readonly { readonly Put?: Fields }[];
    return { ...input, TransactItems: [{ Put: change(first?.Put ?? {}) }, ...others] };
  });

/** Where there are several, without the last: a fault that strikes seldom would take many schedules to tell. */
const short = (found: object) =>
  Object.fromEntries(
    Object.entries(found).map(([table, items]) => [table, items.length > 1 ? items.slice(0, -1) : items]),
  );

export interface Mutant extends Mutation {
  /** What can then not hold. */
  readonly breaks: Kind;
}

export const mutants: Readonly<Record<string, Mutant>> = {
  'the ledger is written whatever version was read': {
    breaks: 'seats',
    store: inLedger(unconditional),
  },
  'the ledger does not keep what a booking holds': {
    breaks: 'seats',
    store: inLedger((put) => ({ ...put, Item: { ...(put.Item as Fields), held: {} } })),
  },
  'what an answer to a batch of reads leaves out is taken for nothing': {
    breaks: 'seats',
    hears: ({ Responses, UnprocessedKeys: _, ...answer }) => ({
      ...answer,
      ...(Responses ? { Responses: short(Responses) } : {}),
    }),
  },
  'figures do not ask for the last sequence number': {
    breaks: 'figures',
    store: changing((_name, input) =>
      input.TableName === 'figures' && input.UpdateExpression ? unconditional(input) : input,
    ),
  },
  'a profile is written whatever version was read': {
    breaks: 'profiles',
    store: changing((name, input) =>
      name === 'PutCommand' && input.TableName === 'profiles' ? unconditional(input) : input,
    ),
  },
  'a profile forgets which events it knows': {
    breaks: 'profiles',
    store: changing((name, input) => {
      if (name !== 'PutCommand' || input.TableName !== 'profiles') return input;
      const { recent: _, ...item } = input.Item as Fields;
      return { ...input, Item: item };
    }),
  },
  'a handler does not report the first record that failed': {
    breaks: 'accounts',
    answer: (answer) => {
      if (answer.functionError !== undefined) return answer;
      const { batchItemFailures } = JSON.parse(answer.payload) as { batchItemFailures: readonly unknown[] };
      return { ...answer, payload: JSON.stringify({ batchItemFailures: batchItemFailures.slice(1) }) };
    },
  },
  'the poller takes no notice of reports': {
    breaks: 'accounts',
    mapping: (mapping) => ({ ...mapping, reports: false }),
  },
  'the poller keeps only the first record of what it gives up': {
    breaks: 'accounts',
    setAside: (put, key, body) => {
      const record = JSON.parse(body) as { payload: string };
      const { Records } = JSON.parse(record.payload) as { Records: readonly unknown[] };
      put(key, JSON.stringify({ ...record, payload: JSON.stringify({ Records: Records.slice(0, 1) }) }));
    },
  },
  'the poller drops what the filter should let through': {
    breaks: 'accounts',
    mapping: (mapping) => ({ ...mapping, filters: mapping.filters.map((text) => text.replace('true]', 'false]')) }),
  },
};
