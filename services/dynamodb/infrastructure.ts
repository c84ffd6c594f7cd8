// A table's settings to its resource, its alarms and its widgets.
import type { Duration, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import type { Connection } from '../../compiler/architecture.ts';
import type { AlarmSpec, BuildContext, Handles, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { fieldName, fieldType, type Index, type Key, type Settings } from './settings.ts';

export function construct(context: BuildContext<Settings>): Handles {
  const { aws_dynamodb, RemovalPolicy } = cdk();
  const { scope, settings, stage } = context;
  const { TableV2, Billing, TableEncryptionV2 } = aws_dynamodb;
  const key = context.key();
  const table = new TableV2(scope, 'Table', {
    ...keyOf(settings.key),
    billing: Billing.onDemand({
      ...(settings.maxWrites === undefined ? {} : { maxWriteRequestUnits: settings.maxWrites.value }),
      ...(settings.maxReads === undefined ? {} : { maxReadRequestUnits: settings.maxReads.value }),
    }),
    encryption: key === undefined ? TableEncryptionV2.awsManagedKey() : TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: settings.pointInTime },
    deletionProtection: stage.protect,
    removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    ...(settings.timeToLive === undefined ? {} : { timeToLiveAttribute: settings.timeToLive }),
    ...(settings.changes === undefined ? {} : { dynamoStream: viewOf(settings.changes) }),
    ...(settings.warmWrites === undefined
      ? {}
      : { warmThroughput: { writeUnitsPerSecond: settings.warmWrites.value } }),
    globalSecondaryIndexes: Object.entries(settings.indexes ?? {}).map(([name, index]) => indexOf(name, index)),
  });
  return { table, ...(table.tableStreamArn === undefined ? {} : { changes: { streamArn: table.tableStreamArn } }) };
}

function keyOf({ partition, sort }: Key) {
  return {
    partitionKey: { name: fieldName(partition), type: typeOf(partition) },
    ...(sort === undefined ? {} : { sortKey: { name: fieldName(sort), type: typeOf(sort) } }),
  };
}

const indexOf = (name: string, index: Index): dynamodb.GlobalSecondaryIndexPropsV2 => ({
  indexName: name,
  ...keyOf(index),
});

function typeOf(field: Key['partition']): dynamodb.AttributeType {
  const { AttributeType } = cdk().aws_dynamodb;
  return { string: AttributeType.STRING, number: AttributeType.NUMBER, binary: AttributeType.BINARY }[fieldType(field)];
}

function viewOf(changes: NonNullable<Settings['changes']>): dynamodb.StreamViewType {
  const { StreamViewType } = cdk().aws_dynamodb;
  return {
    'new-image': StreamViewType.NEW_IMAGE,
    'old-image': StreamViewType.OLD_IMAGE,
    'both-images': StreamViewType.NEW_AND_OLD_IMAGES,
    keys: StreamViewType.KEYS_ONLY,
  }[changes];
}

/** Operations with which the arrows use the table: a transaction is one of its own. */
function operationsOf(connections: readonly Connection[]): readonly dynamodb.Operation[] {
  const { Operation } = cdk().aws_dynamodb;
  const known: Readonly<Record<string, dynamodb.Operation>> = {
    read: Operation.GET_ITEM,
    'read-batch': Operation.BATCH_GET_ITEM,
    query: Operation.QUERY,
    scan: Operation.SCAN,
    write: Operation.PUT_ITEM,
    put: Operation.PUT_ITEM,
    update: Operation.UPDATE_ITEM,
  };
  const used = connections.flatMap(({ does, rarely, together }) =>
    [...does, ...rarely].flatMap((verb) => {
      const operation = known[verb];
      if (operation === undefined) return [];
      const writes = operation === Operation.PUT_ITEM || operation === Operation.UPDATE_ITEM;
      return together !== undefined && writes ? [Operation.TRANSACT_WRITE_ITEMS] : [operation];
    }),
  );
  return [...new Set(used)].sort();
}

/** An operation without an error writes no metric, and a sum with a missing part has no value: the alarm would never go off. */
function systemErrors(table: dynamodb.TableV2, operations: readonly dynamodb.Operation[], period: Duration) {
  const metrics = operations.map((operation) => {
    return [
      operation.toLowerCase(),
      table.metric('SystemErrors', {
        period,
        statistic: 'Sum',
        dimensionsMap: { TableName: table.tableName, Operation: operation },
      }),
    ] as const;
  });
  return new (cdk().aws_cloudwatch.MathExpression)({
    expression: metrics.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    label: 'system errors',
    period,
  });
}

export function observe(context: BuildContext<Settings>): Observed {
  const { aws_cloudwatch, Duration } = cdk();
  const { component } = context;
  const table = context.own('table');
  const connections = context.into(component.id);
  const period = Duration.minutes(1);
  const metric = (name: string) => table.metric(name, { period, statistic: 'Sum' });
  const [readThrottles, writeThrottles] = [metric('ReadThrottleEvents'), metric('WriteThrottleEvents')];
  const operations = operationsOf(connections);
  const usual = { evaluationPeriods: 3, comparison: 'above', missing: 'notBreaching', severity: 'ticket' } as const;
  const alarms: AlarmSpec[] = [
    {
      ...usual,
      id: 'throttled',
      label: `${component.label}: requests are throttled`,
      metric: new aws_cloudwatch.MathExpression({
        expression: 'FILL(reads, 0) + FILL(writes, 0)',
        usingMetrics: { reads: readThrottles, writes: writeThrottles },
        label: 'throttled requests',
        period,
      }),
      threshold: 0,
      action:
        'Callers repeat. Look for one hot key; else raise maxWrites or wait until the table has doubled, and warm it next time.',
    },
  ];
  if (operations.length > 0)
    alarms.push({
      ...usual,
      id: 'systemErrors',
      label: `${component.label}: the store fails`,
      metric: systemErrors(table, operations, period),
      threshold: 0,
      action: 'The fault is with AWS: callers repeat. Look at its health dashboard.',
    });
  if (connections.some((each) => each.together !== undefined))
    alarms.push({
      ...usual,
      id: 'conflicts',
      label: `${component.label}: transactions meet`,
      metric: metric('TransactionConflict'),
      threshold: 10,
      action: 'Callers repeat. Look for one item that many write at a time.',
    });
  return {
    alarms,
    widgets: [
      {
        title: `${component.label}: units used`,
        metrics: [metric('ConsumedWriteCapacityUnits'), metric('ConsumedReadCapacityUnits')],
      },
      { title: `${component.label}: throttled requests`, metrics: [readThrottles, writeThrottles] },
    ],
  };
}
