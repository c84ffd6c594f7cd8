// What a bucket takes and keeps to capacity, limits and cost.
import { type Figure, formula, month, sum } from '../../compiler/figures.ts';
import type { CostLine } from '../../compiler/plan/plan.ts';
import { largest, limitUse } from '../kit/limits.ts';
import type { Sizing } from '../service.ts';
import { agesOf, bringing, type Context, held, type Piece } from './held.ts';

export function size(context: Context): Sizing {
  const { fact } = context;
  const pieces = held(context);
  const arrows = bringing(context);
  const puts = sum(
    'requests/s',
    arrows.map(({ load }) => load.requestsPerSecond),
  );
  const cooling = arrows.filter((arrow) =>
    arrow.load.flows.some(({ event }) => agesOf(context, arrow, event).coolAfter !== undefined),
  );
  const cooled = sum(
    'requests/s',
    cooling.map(({ load }) => load.requestsPerSecond),
  );
  const total = sum(
    'B',
    pieces.map((piece) => piece.bytes),
  );
  return {
    capacity: [
      {
        label: 'Bytes written',
        figure: sum(
          'B/s',
          arrows.map(({ load }) => load.bytesPerSecond),
        ),
      },
      { label: 'Objects written', figure: puts },
      ...(pieces.length === 0 ? [] : [{ label: 'Kept by the end of the year', figure: total }]),
    ],
    limits: [
      limitUse({
        id: 'putsPerPrefix',
        label: 'Puts below one prefix',
        used: largest(
          'requests/s/prefix',
          arrows.map(({ load }) => load.requestsPerSecond),
        ),
        limit: fact('putRequestsPerPrefix'),
        above: 'S3 answers "slow down" until it has split the prefix; writers repeat.',
      }),
    ],
    cost: [
      ...storage(pieces, 'standard', 'Storage, Standard', fact('standardFirst50Tb')),
      ...storage(pieces, 'cool', 'Storage, Standard-Infrequent Access', fact('standardIa')),
      ...storage(pieces, 'frozen', 'Storage, Glacier Instant Retrieval', fact('glacierInstant')),
      requests('Puts', puts, fact('putRequests')),
      ...(cooling.length === 0 ? [] : [requests('Moves to a colder class', cooled, fact('lifecycleToIa'))]),
      ...replication(context),
    ],
  };
}

function storage(pieces: readonly Piece[], which: Piece['storage'], label: string, price: Figure): readonly CostLine[] {
  const bytes = pieces.filter((piece) => piece.storage === which).map((piece) => piece.bytes);
  if (bytes.length === 0) return [];
  const monthlyUsd = formula('USD/month', 'bytes * month * price', { bytes: sum('B', bytes), month, price });
  return [{ label, monthlyUsd, usage: false }];
}

const requests = (label: string, calls: Figure, price: Figure): CostLine => ({
  label,
  monthlyUsd: formula('USD/month', 'requests * month * price', { requests: calls, month, price }),
  usage: true,
});

function replication({ outgoing, fact }: Context): readonly CostLine[] {
  const bytes = outgoing
    .filter(({ connection }) => connection.does.includes('replicate'))
    .map(({ load }) => load.bytesPerSecond);
  if (bytes.length === 0) return [];
  return [
    {
      label: 'Replication',
      monthlyUsd: formula('USD/month', 'bytes * month * (transfer + inTime)', {
        bytes: sum('B/s', bytes),
        month,
        transfer: fact('interRegion'),
        inTime: fact('replicationTimeControl'),
      }),
      usage: true,
    },
  ];
}
