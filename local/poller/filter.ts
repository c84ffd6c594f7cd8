// Filter patterns of a mapping to a predicate over records: one that fits is enough, none at all lets everything pass.
// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
import { matcherOf } from './pattern.ts';
import type { StreamRecord } from './ports.ts';

/** @param patterns JSON texts. Throws on what Lambda would refuse when the mapping is made. */
export function filterOf(patterns: readonly string[]): (record: StreamRecord) => boolean {
  const filters = patterns.map((pattern) => {
    const parsed: unknown = JSON.parse(pattern);
    const onData = typeof parsed === 'object' && parsed !== null && 'data' in parsed;
    return { onData, matches: matcherOf(parsed) };
  });
  if (filters.length === 0) return () => true;
  return (record) => {
    const data = dataIn(record);
    const value = {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequenceNumber,
      approximateArrivalTimestamp: record.arrivedAt / 1000,
      ...data,
    };
    // What is not JSON is dropped by a filter on the data; a filter on the rest looks at the rest.
    return filters.some(({ onData, matches }) => (data !== undefined || !onData) && matches(value));
  };
}

function dataIn({ data }: StreamRecord): { readonly data: unknown } | undefined {
  try {
    return { data: JSON.parse(Buffer.from(data).toString('utf8')) };
  } catch {
    return undefined;
  }
}
