// A delivery's settings and arrows to a Firehose stream with a role and a log of its own.
import type { aws_kinesisfirehose as firehose, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Connection } from '../../compiler/architecture.ts';
import type { BuildContext, Handles } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { arrivalPath, deliveryPaths, errorPath } from '../kit/lake.ts';
import { logGroup } from '../kit/log-group.ts';
import { iamDescription } from '../kit/names.ts';
import type { FirehoseSettings } from './settings.ts';

type Context = BuildContext<FirehoseSettings>;

const bytesPerMebibyte = 1024 ** 2;
/** Throws where an arrow is missing: check() has found it before. */
export function construct(context: Context): Handles {
  const { scope, component, into, outOf } = context;
  const { aws_iam, aws_kinesisfirehose } = cdk();
  const role = new aws_iam.Role(scope, 'Role', {
    assumedBy: new aws_iam.ServicePrincipal('firehose.amazonaws.com'),
    description: iamDescription(`Assumed by ${component.label}`),
  });
  const source = into(component.id).find(({ does }) => does.includes('feed'));
  const destination = outOf(component.id).find(({ does }) => does.includes('deliver'));
  if (destination === undefined) throw new Error(`"${component.id}" delivers to nothing`);
  const stream = new aws_kinesisfirehose.CfnDeliveryStream(scope, 'Stream', {
    ...(source === undefined ? directPut(context) : fedBy(context, source, role)),
    extendedS3DestinationConfiguration: {
      ...destinationOf(context, destination, role),
      ...conversion(context, role),
      cloudWatchLoggingOptions: errorLog(context, scope, role),
    },
  });
  if (source !== undefined) {
    context.acknowledge({
      construct: stream,
      rule: 'AwsSolutions-KDF1',
      reason: 'The source stream is encrypted; encryption of its own is for records put directly.',
    });
  }
  return { delivery: { role, stream } };
}

function fedBy({ of }: Context, { from }: Connection, role: iam.Role): firehose.CfnDeliveryStreamProps {
  return {
    deliveryStreamType: 'KinesisStreamAsSource',
    kinesisStreamSourceConfiguration: { kinesisStreamArn: of(from, 'stream').streamArn, roleArn: role.roleArn },
  };
}

function directPut({ key }: Context): firehose.CfnDeliveryStreamProps {
  const customer = key();
  return {
    deliveryStreamType: 'DirectPut',
    deliveryStreamEncryptionConfigurationInput:
      customer === undefined
        ? { keyType: 'AWS_OWNED_CMK' }
        : { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: customer.keyArn },
  };
}

function destinationOf(
  { of, key, settings }: Context,
  destination: Connection,
  role: iam.Role,
): firehose.CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty {
  const { prefix, errors } = deliveryPaths(destination);
  const customer = key();
  return {
    bucketArn: of(destination.to, 'bucket').bucketArn,
    roleArn: role.roleArn,
    prefix: arrivalPath(prefix),
    errorOutputPrefix: errorPath(errors, prefix),
    customTimeZone: 'UTC',
    bufferingHints: {
      intervalInSeconds: settings.every.value,
      sizeInMBs: settings.size.value / bytesPerMebibyte,
    },
    // Parquet compresses itself, and Firehose refuses to compress it again.
    compressionFormat: settings.format === 'parquet' ? 'UNCOMPRESSED' : 'GZIP',
    ...(customer === undefined
      ? {}
      : { encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: customer.keyArn } } }),
  };
}

function conversion(
  { component, settings, outOf, of, scope }: Context,
  role: iam.Role,
): Pick<firehose.CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty, 'dataFormatConversionConfiguration'> {
  const described = outOf(component.id).find(({ does }) => does.includes('describe'));
  if (settings.format !== 'parquet' || settings.table === undefined || described === undefined) return {};
  const { database, tables } = of(described.to, 'catalogue');
  const table = tables.get(settings.table);
  if (table === undefined) throw new Error(`the catalogue "${described.to}" has no table "${settings.table}"`);
  return {
    dataFormatConversionConfiguration: {
      enabled: true,
      inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
      outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
      schemaConfiguration: {
        databaseName: database.ref,
        tableName: table.ref,
        region: cdk().Stack.of(scope).region,
        roleArn: role.roleArn,
        versionId: 'LATEST',
      },
    },
  };
}

/** Firehose says nothing of a failed delivery but here. */
function errorLog(
  context: Context,
  scope: Construct,
  role: iam.Role,
): firehose.CfnDeliveryStream.CloudWatchLoggingOptionsProperty {
  const { aws_iam, aws_logs, Fn, Stack } = cdk();
  const group = logGroup({ ...context, scope }, 'Log');
  const stream = new aws_logs.CfnLogStream(scope, 'LogStream', { logGroupName: group.logGroupName });
  const { partition, region, account } = Stack.of(scope);
  const streamArn = Fn.join(':', [
    'arn',
    partition,
    'logs',
    region,
    account,
    'log-group',
    group.logGroupName,
    'log-stream',
    stream.ref,
  ]);
  new aws_iam.Policy(scope, 'LogPolicy', {
    roles: [role],
    statements: [new aws_iam.PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [streamArn] })],
  });
  return { enabled: true, logGroupName: group.logGroupName, logStreamName: stream.ref };
}
