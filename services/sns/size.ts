// What a topic carries to its limits and cost.
import { formula, month, sum } from '../../compiler/figures.ts';
import { chunksPerSecond } from '../kit/chunks.ts';
import { largest, limitUse } from '../kit/limits.ts';
import type { ArrowLoad, Sizing, SizingContext } from '../service.ts';
import { type Protocol, protocolOf } from './notify.ts';

const deliveryPrice: Readonly<Record<Protocol, string | undefined>> = {
  email: 'deliveryEmail',
  https: 'deliveryHttp',
  sqs: undefined,
};

export function size(context: SizingContext): Sizing {
  const { inflow, outgoing, fact } = context;
  const outside = outgoing.filter(({ other }) => other.region === undefined);
  const deliveries = sum(
    'messages/s',
    outgoing.map(({ load }) => load.recordsPerSecond),
  );
  return {
    capacity: [
      { label: 'Messages taken in', figure: inflow.recordsPerSecond },
      { label: 'Deliveries', figure: deliveries },
    ],
    limits: [
      limitUse({
        id: 'publish',
        label: 'Messages published',
        used: inflow.recordsPerSecond,
        limit: fact('publishUsEast1'),
        above: 'Publishing is throttled and the sender repeats it.',
      }),
      limitUse({
        id: 'messageSize',
        label: 'Largest message',
        used: largest(
          'B',
          inflow.flows.map(({ bytesPerRecord }) => bytesPerRecord),
        ),
        limit: fact('messageSizeDefault'),
        above: 'The message is refused.',
      }),
    ],
    cost: [
      {
        label: 'Requests',
        usage: true,
        monthlyUsd: formula('USD/month', 'chunks * month * price', {
          chunks: chunksPerSecond(inflow.flows, fact('billingPayload')),
          month,
          price: fact('publishRequests'),
        }),
      },
      ...outside.flatMap((arrow) => deliveryCost(context, arrow)),
    ],
  };
}

function deliveryCost({ fact }: SizingContext, { connection, load, other }: ArrowLoad): Sizing['cost'] {
  const price = deliveryPrice[protocolOf(connection)];
  if (price === undefined) return [];
  return [
    {
      label: `Deliveries to ${other.label}`,
      usage: true,
      monthlyUsd: formula('USD/month', 'messages * month * price', {
        messages: load.recordsPerSecond,
        month,
        price: fact(price),
      }),
    },
  ];
}
