// What a bus carries to its limits and cost.
import { definition, formula, month, sum } from '../../compiler/figures.ts';
import { chunksPerSecond } from '../kit/chunks.ts';
import { limitUse } from '../kit/limits.ts';
import type { Sizing, SizingContext } from '../service.ts';
import type { EventBridgeSettings } from './settings.ts';

export function size(context: SizingContext<EventBridgeSettings>): Sizing {
  const { inflow, outgoing, settings, fact } = context;
  const routes = outgoing.filter(({ connection }) => connection.does.includes('route'));
  const delivered = sum(
    'requests/s',
    routes.map(({ load }) => load.requestsPerSecond),
  );
  return {
    capacity: [
      { label: 'Events taken in', figure: inflow.recordsPerSecond },
      { label: 'Deliveries', figure: delivered },
    ],
    limits: [
      limitUse({
        id: 'putEvents',
        label: 'PutEvents calls',
        used: inflow.requestsPerSecond,
        limit: fact('putEventsTpsUsEast1'),
        above: 'PutEvents is throttled and the sender repeats it.',
      }),
      limitUse({
        id: 'invocations',
        label: 'Deliveries to targets',
        used: delivered,
        limit: fact('invocationsTpsUsEast1'),
        above: 'Deliveries are delayed, none is dropped.',
      }),
      limitUse({
        id: 'rules',
        label: 'Rules on the bus',
        used: definition(routes.length, 'rules', 'one rule for each arrow that routes'),
        limit: fact('rulesPerBus'),
        above: 'No further rule can be made.',
      }),
    ],
    cost: [
      {
        label: 'Events',
        usage: true,
        monthlyUsd: formula('USD/month', 'chunks * month * price', {
          chunks: chunksPerSecond(inflow.flows, fact('billingPayload')),
          month,
          price: fact('customEvents'),
        }),
      },
      {
        label: 'Archive',
        usage: true,
        monthlyUsd: formula('USD/month', 'bytes * month * (taken + kept * held)', {
          bytes: inflow.bytesPerSecond,
          month,
          taken: fact('archiveProcessing'),
          kept: settings.archive,
          held: fact('archiveStorage'),
        }),
      },
    ],
  };
}
