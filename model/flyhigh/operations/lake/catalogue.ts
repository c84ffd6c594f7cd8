// A stage's template to what its catalogue says of the lake: tables with columns and place, and the views over them.
import type { Template } from '../../../../deployment/template.ts';
import { resourcesOf } from '../../../../deployment/template.ts';
import { type Item, isItem, textIn } from '../../handlers/common/attributes.ts';

export interface Column {
  readonly name: string;
  /** In Hive's spelling: `struct<eventid:string>`. */
  readonly type: string;
}

export interface LakeTable {
  readonly name: string;
  /** Without those that stand in the path. */
  readonly columns: readonly Column[];
  /** Text, with the days and hours of arrival below it. */
  readonly partitions: readonly string[];
  readonly bucket: string;
  /** Closed by a slash: `events/booking/`. */
  readonly prefix: string;
}

export interface LakeView {
  readonly name: string;
  readonly sql: string;
}

export interface Catalogue {
  readonly database: string;
  readonly tables: readonly LakeTable[];
  readonly views: readonly LakeView[];
}

/**
 * Throws on a template that no catalogue's service of ours has made.
 *
 * @param refOf what a logical id stands for; by default itself, for whom buckets do not matter.
 */
export function catalogueOf(template: Template, refOf: (id: string) => string = (id) => id): Catalogue {
  const [databases, glueTables] = ['AWS::Glue::Database', 'AWS::Glue::Table'].map((type) =>
    resourcesOf(template, type).map(([, { Properties = {} }]) => Properties),
  );
  const [database] = databases ?? [];
  if (database === undefined) throw new TypeError('the stage has no catalogue');
  const inputs = (glueTables ?? []).map((properties) => itemIn(properties, 'TableInput'));
  const isView = (input: Item) => input.TableType === 'VIRTUAL_VIEW';
  return {
    database: textIn(itemIn(database, 'DatabaseInput'), 'Name'),
    tables: inputs.filter((input) => !isView(input)).map((input) => tableOf(input, refOf)),
    views: inputs.filter(isView).map((input) => ({ name: textIn(input, 'Name'), sql: viewSql(input) })),
  };
}

function tableOf(input: Item, refOf: (id: string) => string): LakeTable {
  const storage = itemIn(input, 'StorageDescriptor');
  const location = textOf(storage.Location, refOf);
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? [];
  if (bucket === undefined || prefix === undefined) throw new TypeError(`"${location}" is no place in S3`);
  const columns = itemsIn(storage, 'Columns').map((column) => ({
    name: textIn(column, 'Name'),
    type: textIn(column, 'Type'),
  }));
  const partitions = itemsIn(input, 'PartitionKeys').map((key) => textIn(key, 'Name'));
  return { name: textIn(input, 'Name'), columns, partitions, bucket, prefix };
}

/** Athena stores a view's text in a comment: base64 of JSON. */
function viewSql(input: Item): string {
  const [, encoded = ''] = /Presto View: (\S+)/.exec(textIn(input, 'ViewOriginalText')) ?? [];
  const view: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  if (!isItem(view)) throw new TypeError('a view is an object');
  return textIn(view, 'originalSql');
}

function textOf(value: unknown, refOf: (id: string) => string): string {
  if (typeof value === 'string') return value;
  if (isItem(value)) {
    if (typeof value.Ref === 'string') return refOf(value.Ref);
    const join = value['Fn::Join'];
    if (Array.isArray(join) && Array.isArray(join[1]))
      return join[1].map((part: unknown) => textOf(part, refOf)).join(String(join[0]));
  }
  throw new TypeError('a location is made of texts and Refs');
}

function itemIn(item: Item, name: string): Item {
  const value = item[name];
  if (!isItem(value)) throw new TypeError(`${name} is not an object`);
  return value;
}

function itemsIn(item: Item, name: string): readonly Item[] {
  const value = item[name];
  return Array.isArray(value) ? value.filter(isItem) : [];
}
