// What one arrow carries, from what its source holds: carries, only, per, items, distinct, size and ratio; nothing else changes load.
import type { Connection } from '../architecture.ts';
import { definition, type Figure, formula } from '../figures.ts';
import { bytesOf, recordsOf, scaled, tiny } from './load.ts';
import type { Flow, Load } from './plan.ts';

/** What a component holds in a situation. */
export interface Held {
  /** Everything that came in, one flow per event. */
  readonly inflow: Load;
  /** What it makes itself, by event. */
  readonly made: ReadonlyMap<string, Flow>;
  /** Loads of the arrows that come in, for `per: batch`. */
  readonly arrivals: readonly Load[];
}

/** Flows on the arrow before calls are known. */
export function carriedFlows(connection: Connection, held: Held): readonly Flow[] {
  const chosen = choose(connection, held);
  const filtered = chosen.map((flow) => scaled(flow, connection.only?.share));
  const counted = connection.per === 'event' ? perEvent(connection, filtered) : perBatch(connection, held);
  return counted.map((flow) => resized(connection, flow));
}

function choose(connection: Connection, held: Held): readonly Flow[] {
  if (connection.carries === undefined) return held.inflow.flows;
  return [...connection.carries].flatMap(([event, share]) => {
    const flow = held.made.get(event) ?? held.inflow.flows.find((each) => each.event === event);
    return flow === undefined ? [] : [scaled(flow, isWhole(share) ? undefined : share)];
  });
}

const isWhole = (share: Figure): boolean => share.value === 1 && share.origin.kind !== 'assumption';

function perEvent(connection: Connection, flows: readonly Flow[]): readonly Flow[] {
  const { items } = connection;
  if (items === undefined) return flows;
  return flows.map((flow) => ({
    ...flow,
    recordsPerSecond: formula('records/s', 'records * items', { records: flow.recordsPerSecond, items }),
  }));
}

/** Each batch that comes in makes so many items: a constant, or as many as it holds different values. */
function perBatch(connection: Connection, held: Held): readonly Flow[] {
  return held.arrivals.flatMap((arrival) => {
    const flows = arrival.flows.filter(
      (flow) => connection.carries === undefined || connection.carries.has(flow.event),
    );
    if (flows.length === 0) return [];
    const total = recordsOf(flows);
    const batch = formula('records', 'max(1, records / max(batches, tiny))', {
      records: arrival.recordsPerSecond,
      batches: arrival.requestsPerSecond,
      tiny: tiny('requests/s'),
    });
    const items = itemsPerBatch(connection, batch);
    return flows.map((flow) => ({
      event: flow.event,
      bytesPerRecord: flow.bytesPerRecord,
      recordsPerSecond: formula('records/s', 'batches * items * records / max(total, tiny)', {
        batches: arrival.requestsPerSecond,
        items,
        records: flow.recordsPerSecond,
        total,
        tiny: tiny('records/s'),
      }),
    }));
  });
}

function itemsPerBatch(connection: Connection, batch: Figure): Figure {
  const { items, distinct } = connection;
  if (distinct === undefined) return items ?? definition(1, 'items', 'one item a batch');
  const { of, skew, plus } = distinct;
  return plus === undefined
    ? formula('items', 'distinct(of, skew, batch)', { of, skew, batch })
    : formula('items', 'distinct(of, skew, batch) + plus', { of, skew, batch, plus });
}

function resized(connection: Connection, flow: Flow): Flow {
  const size = connection.size ?? flow.bytesPerRecord;
  if (connection.ratio === undefined) return size === flow.bytesPerRecord ? flow : { ...flow, bytesPerRecord: size };
  return { ...flow, bytesPerRecord: formula('B', 'size * ratio', { size, ratio: connection.ratio }) };
}

/** What fails of a component's batches, as one flow per event: a batch becomes one record. */
export function failedFlows(arrivals: readonly Load[], failing: Figure): readonly Flow[] {
  return arrivals.flatMap((arrival) => {
    const total = recordsOf(arrival.flows);
    const batches = formula('records/s', 'batches * failing', { batches: arrival.requestsPerSecond, failing });
    const size = formula('B', 'bytes / max(batches, tiny)', {
      bytes: bytesOf(arrival.flows),
      batches: arrival.requestsPerSecond,
      tiny: tiny('requests/s'),
    });
    return arrival.flows.map((flow) => ({
      event: flow.event,
      bytesPerRecord: size,
      recordsPerSecond: formula('records/s', 'failed * records / max(total, tiny)', {
        failed: batches,
        records: flow.recordsPerSecond,
        total,
        tiny: tiny('records/s'),
      }),
    }));
  });
}
