// What a function's code calls: the permission and the variable of each arrow that it makes itself.
import type { Connection } from '../../compiler/architecture.ts';
import type { Statement, WireContext } from '../kit/build.ts';
import { environmentVariable } from '../kit/environment.ts';
import { keyUse } from '../kit/keys.ts';
import { text } from '../kit/schema.ts';
import { workgroupStatements } from '../kit/workgroup.ts';
import type { Capability, Move } from '../service.ts';
import { regionOf } from './mapping.ts';
import type { Settings } from './settings.ts';

type Context = WireContext<Settings>;
type FunctionMove = Move<Settings>;

interface Call {
  readonly does: string;
  readonly to: Capability;
  readonly mechanism: string;
  readonly actions: readonly string[];
  /** What the actions need, apart from the actions themselves. */
  readonly statements: (context: Context, actions: readonly string[]) => readonly Statement[];
  /** Value of the variable by which the code finds it. */
  readonly value: (context: Context) => string;
  readonly more?: Partial<FunctionMove>;
}

const objectsGrant =
  (access: 'read' | 'write') =>
  (context: Context, actions: readonly string[]): readonly Statement[] =>
    grantOn(
      objects,
      's3',
      access,
    )(context, actions).map((statement) => ({
      ...statement,
      ...(statement.actions === actions ? { because: onlyBelow(context) } : {}),
    }));

const grantOn =
  (arn: (context: Context) => string, key?: Parameters<typeof keyUse>[1], access: 'read' | 'write' = 'write') =>
  (context: Context, actions: readonly string[]): readonly Statement[] => [
    { actions, resources: [arn(context)] },
    ...(key === undefined ? [] : keyUse(context.key(), key, access, regionOf(context))),
  ];

/** The move whose wiring grants the statements and hands the code the name of what it calls. */
function move({ does, to, mechanism, actions, statements, value, more }: Call): FunctionMove {
  return {
    does,
    from: 'self',
    to,
    mechanism,
    carries: 'all',
    actions: () => actions,
    ...more,
    wire: (context) => {
      const { fn, role } = context.of(context.component.id, 'function');
      context.grant(role, statements(context, actions));
      fn.addEnvironment(environmentVariable(context.to.id, to), value(context));
      more?.wire?.(context);
    },
  };
}

const textSetting = ({ settings }: Connection, key: string): string | undefined => {
  const value: unknown = Object.getOwnPropertyDescriptor(settings, key)?.value;
  return typeof value === 'string' ? value : undefined;
};

const table = (does: string, action: string, mechanism: string, more: Partial<FunctionMove> = {}): FunctionMove =>
  move({
    does,
    to: 'table',
    mechanism,
    actions: [action],
    statements: grantOn(
      ({ of, to, connection }) => {
        const { tableArn } = of(to.id, 'table');
        const index = more.settings === undefined ? undefined : textSetting(connection, 'index');
        return index === undefined ? tableArn : `${tableArn}/index/${index}`;
      },
      'dynamodb',
      'read',
    ),
    value: ({ of, to }) => of(to.id, 'table').tableName,
    more,
  });

const index = { properties: { index: text('Secondary index that is asked instead of the table.') } };
const prefix = {
  properties: {
    prefix: { ...text('Objects below it only, e.g. reports/.'), pattern: '^([A-Za-z0-9][A-Za-z0-9_.-]*/)+$' },
  },
};

const objects = ({ of, to, connection }: Context): string =>
  of(to.id, 'bucket').arnForObjects(`${textSetting(connection, 'prefix') ?? ''}*`);
const onlyBelow = ({ connection, to }: Context): string =>
  `Names of objects are made as they are written; the wildcard covers those below ${textSetting(connection, 'prefix') ?? `the top of ${to.label}`} alone.`;
const bucketName = ({ of, to }: Context): string => of(to.id, 'bucket').bucketName;

export const tableMoves: readonly FunctionMove[] = [
  table('read', 'dynamodb:GetItem', 'GetItem', { asks: true }),
  table('read-batch', 'dynamodb:BatchGetItem', 'BatchGetItem', { asks: true }),
  table('query', 'dynamodb:Query', 'Query', { asks: true, settings: index }),
  table('scan', 'dynamodb:Scan', 'Scan', { asks: true, settings: index }),
  table('write', 'dynamodb:PutItem', 'PutItem'),
  table('update', 'dynamodb:UpdateItem', 'UpdateItem'),
  table('delete', 'dynamodb:DeleteItem', 'DeleteItem'),
];

export const otherMoves: readonly FunctionMove[] = [
  move({
    does: 'put',
    to: 'bucket',
    mechanism: 'PutObject',
    actions: ['s3:PutObject'],
    statements: objectsGrant('write'),
    value: bucketName,
    more: { settings: prefix },
  }),
  move({
    does: 'read',
    to: 'bucket',
    mechanism: 'GetObject',
    actions: ['s3:GetObject'],
    statements: objectsGrant('read'),
    value: bucketName,
    more: { settings: prefix, asks: true },
  }),
  move({
    does: 'put',
    to: 'stream',
    mechanism: 'PutRecord and PutRecords',
    actions: ['kinesis:PutRecord', 'kinesis:PutRecords'],
    statements: grantOn(({ of, to }) => of(to.id, 'stream').streamArn),
    value: ({ of, to }) => of(to.id, 'stream').streamName,
    more: {
      carries: 'said',
      hop: ({ factOf }) => ({
        label: 'Put, stored in three zones',
        p50: factOf('kinesis-data-streams', 'putRecordP50'),
        p99: factOf('kinesis-data-streams', 'putRecordP99'),
      }),
    },
  }),
  move({
    does: 'send',
    to: 'queue',
    mechanism: 'SendMessage',
    actions: ['sqs:SendMessage'],
    statements: grantOn(({ of, to }) => of(to.id, 'queue').queueArn, 'sqs'),
    value: ({ of, to }) => of(to.id, 'queue').queueUrl,
    more: { carries: 'said' },
  }),
  move({
    does: 'publish',
    to: 'bus',
    mechanism: 'PutEvents',
    actions: ['events:PutEvents'],
    statements: grantOn(({ of, to }) => of(to.id, 'bus').eventBusArn),
    value: ({ of, to }) => of(to.id, 'bus').eventBusName,
    more: { carries: 'said' },
  }),
  move({
    does: 'publish',
    to: 'topic',
    mechanism: 'Publish',
    actions: ['sns:Publish'],
    statements: grantOn(({ of, to }) => of(to.id, 'topic').topicArn, 'sns'),
    value: ({ of, to }) => of(to.id, 'topic').topicArn,
    more: { carries: 'said' },
  }),
  move({
    does: 'query',
    to: 'workgroup',
    mechanism: 'Athena query with the rights of the function',
    actions: [
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StartQueryExecution',
      'athena:StopQueryExecution',
    ],
    statements: (context) => workgroupStatements(context, context.to),
    value: ({ of, to }) => of(to.id, 'workgroup').ref,
    more: {
      asks: true,
      wire: ({ of, find, outOf, component, to }) => {
        for (const arrow of outOf(to.id)) {
          const catalogue = find(arrow.to, 'catalogue');
          if (catalogue === undefined) continue;
          of(component.id, 'function').fn.addEnvironment(
            environmentVariable(arrow.to, 'database'),
            catalogue.database.ref,
          );
        }
      },
    },
  }),
];

/** Both ends are functions, so the sender is the mover: the code calls by itself. */
export const invokeMove: FunctionMove = move({
  does: 'invoke',
  to: 'function',
  mechanism: 'synchronous call',
  actions: ['lambda:InvokeFunction'],
  statements: grantOn(({ of, to }) => of(to.id, 'function').fn.functionArn),
  value: ({ of, to }) => of(to.id, 'function').fn.functionName,
});
