// Ids of a model to the spellings that AWS wants, and to physical names where one stack must know a name before the other exists.
import { createHash } from 'node:crypto';
import { capital } from '../../compiler/wording.ts';

/** "lakeReplica" to "lake-replica". */
export const kebab = (id: string): string =>
  id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

const roomBesideAccountAndRegion = 34;

/**
 * Name of a bucket: names are unique in the world, so account and Region stand in it; the Region lets the same model be
 * deployed in another one while the first still stands. `account` and `region` may be tokens. At most 63 characters.
 */
export function bucketName(prefix: string, id: string, account: string, region: string): string {
  return `${shortened(`${prefix}-${kebab(id)}`, roomBesideAccountAndRegion)}-${account}-${region}`;
}

/** Alias of a customer key, by which another Region's stack can name it. */
export const keyAlias = (prefix: string, id: string): string => `alias/${prefix}-${kebab(id)}`;

/** Cut to length, with a hash of the whole in place of what is left out. */
export function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, length - 9).replace(/-$/, '')}-${hash}`;
}

/** "highDemand" and "high-demand" to "HighDemand": letters and digits only, as outputs, statement ids and types want it. */
export const pascal = (id: string): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map(capital)
    .join('');

/** A description that IAM takes: printable Latin characters, 1,000 at most. */
export const iamDescription = (text: string): string => text.replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '-').slice(0, 1000);
