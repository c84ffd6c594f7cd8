// A document client to one whose tables never answer for some keys, as a hot partition would.
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../../model/flyhigh/handlers/common/attributes.ts';
import type { DocumentClient } from '../../../model/flyhigh/handlers/common/dynamo.ts';

type Asked = Readonly<Record<string, { readonly Keys: Item[] }>>;

/** @param hot whether a key of a BatchGetItem of one table is never answered. */
export function leavingOut(db: DocumentClient, hot: (key: Item) => boolean): DocumentClient {
  const send = async (command: { readonly input: { readonly RequestItems?: Asked } }) => {
    const [asked] = Object.entries(command.input.RequestItems ?? {});
    if (!asked) return db.send(command as never);
    const [table, { Keys: keys }] = asked;
    const [cold, left] = [keys.filter((key) => !hot(key)), keys.filter(hot)];
    const read = new BatchGetCommand({ RequestItems: { [table]: { Keys: cold, ConsistentRead: true } } });
    const answer = cold.length === 0 ? {} : await db.send(read);
    return left.length === 0 ? answer : { ...answer, UnprocessedKeys: { [table]: { Keys: left } } };
  };
  // Its many signatures are the SDK's, one for each command.
  return { send: send as never };
}
