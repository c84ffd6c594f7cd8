// Records on a feeding arrow to the calls that they become, and to the time that they wait for one.

import type { Connection } from '../../compiler/architecture.ts';
import { definition, type Figure, formula } from '../../compiler/figures.ts';
import type { Hop } from '../../compiler/plan/plan.ts';
import type { MoveContext } from '../service.ts';
import type { Polling, Settings } from './settings.ts';

type Context = MoveContext<Settings>;

/** The connection's settings, which the schema of its move has checked. */
export const pollingOf = ({ settings }: Connection): Polling => settings as Polling;

const streams = 'kinesis-data-streams';
const one = definition(1, 'batches/lane', 'one batch of a lane at a time');

/** Calls per second: each lane gathers what comes in while it waits, at least one record, at most a batch. */
function callsOf(context: Context, gather: Figure): Figure {
  const { batch, window, parallel } = pollingOf(context.connection);
  return formula('requests/s', 'records / max(1, min(batch, records / (lanes * parallel) * max(window, gather)))', {
    records: context.recordsPerSecond,
    batch,
    lanes: context.partitions,
    parallel: parallel ?? one,
    window,
    gather,
  });
}

export const polledCalls = (context: Context): Figure => callsOf(context, context.fact('esmSharedIteratorPickup'));
export const pushedCalls = (context: Context): Figure => callsOf(context, context.factOf(streams, 'propagationEfo'));

export function queueCalls({ connection, recordsPerSecond }: Context): Figure {
  const { batch, window } = pollingOf(connection);
  return formula('requests/s', 'records / max(1, min(batch, records * window))', {
    records: recordsPerSecond,
    batch,
    window,
  });
}

/** Waiting for the next poll and for the batch; on average half of both. Readers of one stream take turns at its calls. */
export function polledHop(context: Context): Hop {
  const { window } = pollingOf(context.connection);
  const inputs = { poll: context.fact('esmSharedIteratorPickup'), window };
  return {
    label: 'polled and gathered',
    p50: formula('s', 'poll / 2 + window / 2', inputs),
    p99: formula('s', 'poll + window + (readers - 1) * (withFive - withOne) / 4', {
      ...inputs,
      readers: definition(context.readers, 'readers', 'arrows on which the stream is polled'),
      withFive: context.factOf(streams, 'propagationShared5Consumers'),
      withOne: context.factOf(streams, 'propagationShared1Consumer'),
    }),
  };
}

export function changesHop({ connection, fact }: Context): Hop {
  const inputs = { poll: fact('esmSharedIteratorPickup'), window: pollingOf(connection).window };
  return {
    label: 'polled and gathered',
    p50: formula('s', 'poll / 2 + window / 2', inputs),
    p99: formula('s', 'poll + window', inputs),
  };
}

export function pushedHop({ connection, factOf }: Context): Hop {
  const { window, p99 } = pollingOf(connection);
  const average = factOf(streams, 'propagationEfo');
  return {
    label: 'pushed by enhanced fan-out',
    p50: formula('s', 'propagation + window / 2', { propagation: average, window }),
    p99:
      p99 === undefined
        ? formula('s', '2 * propagation + window', { propagation: average, window })
        : formula('s', 'propagation + window', { propagation: p99, window }),
  };
}

export function queueHop({ connection }: Context): Hop {
  const { window } = pollingOf(connection);
  return { label: 'gathered', p50: formula('s', 'window / 2', { window }), p99: window };
}
