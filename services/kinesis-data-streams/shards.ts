// What a stream carries to its shards and its readers.
import { definition, type Figure, formula } from '../../compiler/figures.ts';
import type { SizingContext } from '../service.ts';
import type { Settings } from './settings.ts';

export type Context = SizingContext<Settings>;

const filling = definition(0.7, '', 'shards are filled to 70 %: judgement, room for keys that are not spread evenly');

/** Shards that the load needs, by records or by bytes. */
export const shardsNeeded = ({ inflow, fact }: Context): Figure =>
  formula('shards', 'ceil(max(records / recordsPerShard, bytes / bytesPerShard) / filling)', {
    records: inflow.recordsPerSecond,
    recordsPerShard: fact('shardWriteRecords'),
    bytes: inflow.bytesPerSecond,
    bytesPerShard: fact('shardWriteBytes'),
    filling,
  });

/** Shards with which a new on-demand stream begins: what it takes at once, by what one shard takes. */
export const shardsAtFirst = ({ fact }: Context): Figure =>
  formula('shards', 'ceil(writeAtFirst / bytesPerShard)', {
    writeAtFirst: fact('onDemandDefaultWrite'),
    bytesPerShard: fact('shardWriteBytes'),
  });

/** Shards that the stream has: those provisioned, or those to which an on-demand stream will have scaled. */
export function partitions(context: Context): Figure {
  const { mode, shards } = context.settings;
  if (mode === 'provisioned' && shards !== undefined) return shards;
  return formula('shards', 'max(atFirst, needed)', { atFirst: shardsAtFirst(context), needed: shardsNeeded(context) });
}

/** How many readers take the records in each way. */
export function readers({ outgoing }: Context) {
  const doing = (verb: string) => outgoing.filter(({ connection }) => connection.does.includes(verb));
  const pushed = doing('push').length;
  return {
    polling: definition(outgoing.length - pushed, 'readers', 'arrows on which the stream is polled'),
    pushed: definition(pushed, 'consumers', 'arrows to which the stream pushes'),
  };
}
