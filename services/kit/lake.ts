// The path of a record in the lake, by the hour of its arrival: written by deliveries, read through the catalogue.
// Both sides take it from here, because a table whose projection differs from the path finds nothing, without an error.
import type { Connection } from '../../compiler/architecture.ts';

/** Partition columns of every table of the lake. */
export const partitionColumns = [
  { name: 'dt', comment: 'Day of arrival, UTC: 2026-12-24.' },
  { name: 'hr', comment: 'Hour of arrival, UTC: 00 to 23.' },
] as const;

/** Path below a prefix as Firehose fills it in, in UTC. `prefix` ends with "/". */
export const arrivalPath = (prefix: string): string => `${prefix}dt=!{timestamp:yyyy-MM-dd}/hr=!{timestamp:HH}/`;

/** Folder for what could not be written, unless a `deliver` arrow names another. */
export const defaultErrors = 'errors/';

/** Where a `deliver` arrow leads: folders for records and for what could not be written, each closed by "/" or empty. */
export function deliveryPaths({ settings }: Connection): { readonly prefix: string; readonly errors: string } {
  const prefix = 'prefix' in settings && typeof settings.prefix === 'string' ? settings.prefix : '';
  const errors = 'errors' in settings && typeof settings.errors === 'string' ? settings.errors : defaultErrors;
  return { prefix, errors };
}

/** Path of what could not be written, with the reason as a folder. */
export const errorPath = (errors: string, prefix: string): string =>
  `${errors}${prefix}!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`;

/** Table parameters with which Athena computes the partitions instead of looking them up. `location` ends with "/". */
export const partitionProjection = (location: string): Readonly<Record<string, string>> => ({
  'projection.enabled': 'true',
  'projection.dt.type': 'date',
  'projection.dt.format': 'yyyy-MM-dd',
  'projection.dt.range': 'NOW-10YEARS,NOW',
  'projection.dt.interval': '1',
  'projection.dt.interval.unit': 'DAYS',
  'projection.hr.type': 'integer',
  'projection.hr.range': '0,23',
  'projection.hr.digits': '2',
  'storage.location.template': `${location}dt=\${dt}/hr=\${hr}/`,
});

/** Folders, each closed by "/": "events/order/". */
export const prefixPattern = '^([A-Za-z0-9][A-Za-z0-9_.-]*/)+$';
