// The path of a record in the lake, by the hour of its arrival: written by deliveries, read through the catalogue.
// Both sides take it from here, because a table whose projection differs from the path finds nothing, without an error.

/** Partition columns of every table of the lake. */
export const partitionColumns = [
  { name: 'dt', comment: 'Day of arrival, UTC: 2026-12-24.' },
  { name: 'hr', comment: 'Hour of arrival, UTC: 00 to 23.' },
] as const;

/** Path below a prefix as Firehose fills it in, in UTC. `prefix` ends with "/". */
export const arrivalPath = (prefix: string): string => `${prefix}dt=!{timestamp:yyyy-MM-dd}/hr=!{timestamp:HH}/`;

/** Path of what could not be written, with the reason as a folder. */
export const errorPath = (errors: string, prefix: string): string =>
  `${errors}${prefix}!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`;

/** Table parameters with which Athena computes the partitions instead of looking them up. `location` ends with "/". */
export const partitionProjection = (location: string): Readonly<Record<string, string>> => ({
  'projection.enabled': 'true',
  'projection.dt.type': 'date',
  'projection.dt.format': 'yyyy-MM-dd',
  'projection.dt.range': '2020-01-01,NOW',
  'projection.dt.interval': '1',
  'projection.dt.interval.unit': 'DAYS',
  'projection.hr.type': 'integer',
  'projection.hr.range': '0,23',
  'projection.hr.digits': '2',
  'storage.location.template': `${location}dt=\${dt}/hr=\${hr}/`,
});

/** Folders, each closed by "/": "events/order/". */
export const prefixPattern = '^([A-Za-z0-9][A-Za-z0-9_.-]*/)+$';

/** The columns of the lake's records: what the API says of an event, and the event as it was sent. */
export const envelope = { meta: 'meta', event: 'event' } as const;
