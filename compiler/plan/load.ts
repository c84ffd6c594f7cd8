// Flows to Loads: sums over events, with every sum a Figure.
import { definition, type Figure, formula, sum, zero } from '../figures.ts';
import type { Flow, Load } from './plan.ts';

export const noLoad: Load = {
  flows: [],
  recordsPerSecond: zero('records/s'),
  bytesPerSecond: zero('B/s'),
  requestsPerSecond: zero('requests/s'),
};

export const recordsOf = (flows: readonly Flow[]): Figure =>
  sum(
    'records/s',
    flows.map((flow) => flow.recordsPerSecond),
  );

export const bytesOf = (flows: readonly Flow[]): Figure =>
  sum(
    'B/s',
    flows.map((flow) =>
      formula('B/s', 'records * size', { records: flow.recordsPerSecond, size: flow.bytesPerRecord }),
    ),
  );

export const loadOf = (flows: readonly Flow[], requestsPerSecond?: Figure): Load => {
  const recordsPerSecond = recordsOf(flows);
  return {
    flows,
    recordsPerSecond,
    bytesPerSecond: bytesOf(flows),
    requestsPerSecond: requestsPerSecond ?? recordsPerSecond,
  };
};

/** What several arrows bring together: one flow per event, sizes averaged by their records. */
export function merge(loads: readonly Load[]): Load {
  const byEvent = new Map<string, Flow[]>();
  for (const flow of loads.flatMap((load) => load.flows)) {
    const flows = byEvent.get(flow.event) ?? [];
    flows.push(flow);
    byEvent.set(flow.event, flows);
  }
  const flows = [...byEvent].map(([event, parts]): Flow => mergeFlows(event, parts));
  return loadOf(
    flows,
    sum(
      'requests/s',
      loads.map((load) => load.requestsPerSecond),
    ),
  );
}

function mergeFlows(event: string, parts: readonly Flow[]): Flow {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const recordsPerSecond = recordsOf(parts);
  const bytesPerRecord = formula('B', 'bytes / max(records, tiny)', {
    bytes: bytesOf(parts),
    records: recordsPerSecond,
    tiny: tiny('records/s'),
  });
  return { event, recordsPerSecond, bytesPerRecord };
}

/** Added below the line, it leaves every figure as it is. */
export const tiny = (unit: string): Figure => definition(1e-30, unit, 'keeps an idle arrow from dividing by zero');

export const scaled = (flow: Flow, share: Figure | undefined): Flow =>
  share === undefined
    ? flow
    : { ...flow, recordsPerSecond: formula('records/s', 'records * share', { records: flow.recordsPerSecond, share }) };
