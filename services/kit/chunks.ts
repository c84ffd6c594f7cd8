// Flows to what is billed of them where AWS rounds each record up to a unit of size.
import { type Figure, formula, sum } from '../../compiler/figures.ts';
import type { Flow } from '../../compiler/plan/plan.ts';

/** Chunks per second: every record counts as many as it begins, at least one. `chunk` in bytes. */
export function chunksPerSecond(flows: readonly Flow[], chunk: Figure): Figure {
  return sum(
    'chunks/s',
    flows.map(({ recordsPerSecond, bytesPerRecord }) =>
      formula('chunks/s', 'records * max(1, ceil(size / chunk))', {
        records: recordsPerSecond,
        size: bytesPerRecord,
        chunk,
      }),
    ),
  );
}

/** Bytes per second that are billed: chunks in full. */
export const billedBytesPerSecond = (flows: readonly Flow[], chunk: Figure): Figure =>
  formula('B/s', 'chunks * chunk', { chunks: chunksPerSecond(flows, chunk), chunk });
