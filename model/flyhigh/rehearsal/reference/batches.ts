// Calls of a function to the batch in which it counted each record, where that is certain.

import type { MappingCall } from '../../../../local/world.ts';
import type { BatchOf } from './figures.ts';

/**
 * A record that was given to the function more than once, in batches that were cut differently, may have been counted in
 * any of them: of it nothing is known.
 *
 * @param streams physical name of each connection's stream.
 */
export function batchesOf(calls: readonly MappingCall[], streams: ReadonlyMap<string, string>): BatchOf {
  const batches = new Map<string, string | undefined>();
  for (const { connection, shard, sequenceNumbers } of calls) {
    const stream = streams.get(connection);
    if (stream === undefined) continue;
    const batch = `${stream} ${shard} ${sequenceNumbers[0]} ${sequenceNumbers.length}`;
    for (const sequenceNumber of sequenceNumbers) {
      const key = `${stream} ${shard} ${sequenceNumber}`;
      batches.set(key, batches.has(key) && batches.get(key) !== batch ? undefined : batch);
    }
  }
  return ({ stream, shard, sequenceNumber }) => batches.get(`${stream} ${shard} ${sequenceNumber}`);
}
