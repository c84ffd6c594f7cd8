// All arrows that a function moves: those that feed it, where it sets failures aside, and what its code calls.

import { keyUse } from '../kit/keys.ts';
import { text } from '../kit/schema.ts';
import type { Move } from '../service.ts';
import { invokeMove, otherMoves, tableMoves } from './calls.ts';
import {
  describing,
  reading,
  readingChanges,
  receiving,
  regionOf,
  subscribing,
  wireChanges,
  wireFeed,
  wirePush,
  wireQueue,
} from './mapping.ts';
import { changesHop, polledCalls, polledHop, pushedCalls, pushedHop, queueCalls, queueHop } from './polling.ts';
import { feedSettings, pushSettings, queueSettings, type Settings } from './settings.ts';

/** Lambda writes failed batches below this prefix of the bucket, whatever anyone wants. */
const setAsidePrefix = 'aws/lambda/';
const settingAside = ['s3:PutObject', 's3:ListBucket'];

const feeds: readonly Move<Settings>[] = [
  {
    does: 'feed',
    from: 'stream',
    to: 'self',
    mechanism: 'event source mapping that polls, sharing the stream with other readers',
    carries: 'all',
    settings: feedSettings,
    actions: () => reading,
    requests: polledCalls,
    hop: polledHop,
    wire: wireFeed,
  },
  {
    does: 'push',
    from: 'stream',
    to: 'self',
    mechanism: 'event source mapping with enhanced fan-out',
    carries: 'all',
    settings: pushSettings,
    actions: () => [...describing, ...subscribing],
    requests: pushedCalls,
    hop: pushedHop,
    wire: wirePush,
  },
  {
    does: 'feed',
    from: 'changes',
    to: 'self',
    mechanism: 'event source mapping on the change stream of the table',
    carries: 'all',
    settings: feedSettings,
    actions: () => readingChanges,
    requests: polledCalls,
    hop: changesHop,
    wire: wireChanges,
  },
  {
    does: 'feed',
    from: 'queue',
    to: 'self',
    mechanism: 'event source mapping on the queue',
    carries: 'all',
    settings: queueSettings,
    actions: () => receiving,
    requests: queueCalls,
    hop: queueHop,
    wire: wireQueue,
  },
];

const setAside: Move<Settings> = {
  does: 'set-aside',
  from: 'self',
  to: 'bucket',
  mechanism: 'on-failure destination of the event source mappings: the whole batch as one object',
  recovery: true,
  begins: true,
  carries: 'all',
  settings: {
    properties: {
      prefix: { ...text('Where failed batches lie; Lambda fixes it.'), const: setAsidePrefix, default: setAsidePrefix },
    },
  },
  actions: () => settingAside,
  wire: (context) => {
    const { of, to, component, grant, key } = context;
    const bucket = of(to.id, 'bucket');
    const { role, ready } = of(component.id, 'function');
    const policy = grant(role, [
      {
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${setAsidePrefix}*`)],
        because: `Lambda names each failed batch by mapping, lane and time; the wildcard covers those below ${setAsidePrefix} alone.`,
      },
      { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
      ...keyUse(key(), 's3', 'write', regionOf(context)),
    ]);
    ready.add(policy);
  },
};

export const moves: readonly Move<Settings>[] = [...feeds, setAside, ...tableMoves, ...otherMoves, invokeMove];
