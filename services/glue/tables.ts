// A catalogue's settings to a Glue database, a table for each entry and the view in which every event stands once.
import type { aws_glue as glue } from 'aws-cdk-lib';
import type { BuildContext, Handles } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { deliveryPaths, partitionColumns, partitionProjection } from '../kit/lake.ts';
import { pascal } from '../kit/names.ts';
import { catalogueName, onceViewName, onceViewSql, repetition } from '../kit/once-view.ts';
import { type ColumnType, engineType, hive, scalar } from './column-types.ts';
import { columnsOf, eventsOf, type GlueSettings, tableNamedBy } from './settings.ts';

type Context = BuildContext<GlueSettings>;

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly comment: string;
}

const formats = {
  parquet: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
  },
  json: {
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
  },
} as const;

export function construct(context: Context): Handles {
  const { scope, component, settings, prefix } = context;
  const { aws_glue, Lazy, Stack } = cdk();
  const catalogId = Stack.of(scope).account;
  // Fixed, because people write it in their queries and the views' text holds it.
  const name = catalogueName(`${prefix}-${component.id}`);
  const database = new aws_glue.CfnDatabase(scope, 'Database', {
    catalogId,
    databaseInput: { name, description: component.purpose.slice(0, 2048) },
  });
  const tables = new Map(
    Object.entries(settings.tables).map(([id, { events }]) => {
      const table = new aws_glue.CfnTable(scope, `Table${pascal(id)}`, {
        catalogId,
        databaseName: database.ref,
        // Endpoints say what they add to a record once they are made.
        tableInput: Lazy.any({ produce: () => tableInput(context, id, columnsFor(context, events)) }),
      });
      if (repetitionsKnown(columnsFor(context, events))) {
        new aws_glue.CfnTable(scope, `Once${pascal(id)}`, {
          catalogId,
          databaseName: database.ref,
          tableInput: Lazy.any({ produce: () => viewInput(name, id, columnsFor(context, events)) }),
        }).addResourceDependency(table);
      }
      return [id, table] as const;
    }),
  );
  return { catalogue: { database, tables } };
}

function columnsFor({ architecture, handles }: Context, events: readonly string[]): readonly Column[] {
  const routes = [...handles.values()].flatMap(({ endpoint }) => endpoint?.routes ?? []);
  const subjects = routes.flatMap(({ event, subject }) => (subject && events.includes(event) ? subject : []));
  const { meta, event } = columnsOf(eventsOf(architecture, events), subjects);
  return [
    { name: 'meta', type: meta, comment: 'What the entry says of the event.' },
    { name: 'event', type: event, comment: 'The event as it was sent.' },
  ];
}

function tableInput(context: Context, id: string, columns: readonly Column[]): glue.CfnTable.TableInputProperty {
  const { location, format } = filledBy(context, id);
  return {
    name: catalogueName(id),
    description: `Events as they arrived, repetitions included; each once in ${onceViewName(id)}.`,
    tableType: 'EXTERNAL_TABLE',
    parameters: { EXTERNAL: 'TRUE', classification: format, ...partitionProjection(location) },
    partitionKeys: partitionColumns.map(({ name, comment }) => ({ name, comment, type: 'string' })),
    storageDescriptor: {
      location,
      columns: columns.map(({ name, type, comment }) => ({ name, comment, type: hive(type) })),
      ...formats[format],
    },
  };
}

/** By what arrows say: who describes its records by this table delivers them somewhere. Throws where check() found nobody. */
function filledBy(
  { architecture, component, into, outOf, of }: Context,
  id: string,
): { readonly location: string; readonly format: keyof typeof formats } {
  for (const { from } of into(component.id).filter(({ does }) => does.includes('describe'))) {
    const filler = architecture.components.get(from);
    const delivered = outOf(from).find(({ does }) => does.includes('deliver'));
    if (filler === undefined || delivered === undefined || tableNamedBy(filler) !== id) continue;
    const json = 'format' in filler.settings && filler.settings.format === 'json';
    return {
      location: `s3://${of(delivered.to, 'bucket').bucketName}/${deliveryPaths(delivered).prefix}`,
      format: json ? 'json' : 'parquet',
    };
  }
  throw new Error(`no delivery fills the table "${id}" of "${component.id}"`);
}

const repetitionsKnown = (columns: readonly Column[]): boolean =>
  columns.some(({ name, type }) => name === 'event' && type.kind === 'struct' && type.fields.has(repetition.id));

/** A view as Athena itself stores one. */
function viewInput(database: string, id: string, columns: readonly Column[]): glue.CfnTable.TableInputProperty {
  const originalSql = onceViewSql({ database, table: catalogueName(id) });
  const all = [...columns, ...partitionColumns.map(({ name, comment }) => ({ name, comment, type: scalar('string') }))];
  const view = {
    originalSql,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: all.map(({ name, type }) => ({ name, type: engineType(type) })),
  };
  return {
    name: onceViewName(id),
    // The text of a view is not readable where it is stored.
    description: `Each event once:\n${originalSql}`,
    tableType: 'VIRTUAL_VIEW',
    parameters: { presto_view: 'true', comment: 'Presto View' },
    partitionKeys: [],
    storageDescriptor: {
      columns: all.map(({ name, type, comment }) => ({ name, comment, type: hive(type) })),
      serdeInfo: { name: '-', serializationLibrary: '-' },
    },
    viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(view), 'utf8').toString('base64')} */`,
    viewExpandedText: '/* Presto View */',
  };
}
