// The bucket: its resource, its notifications, its copies in another Region, its settings.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Architecture, Component, Connection } from '../../compiler/architecture.ts';
import { nagApp } from '../../generators/infrastructure/nag.ts';
import { kms } from '../../services/kms.ts';
import { s3 } from '../../services/s3/index.ts';
import { sqs } from '../../services/sqs.ts';
import { architecture, component, connection, figure } from './support/model.ts';
import { alarmOf, observed } from './support/observed.ts';
import { build, template } from './support/stack.ts';

const day = 86400;
const services = [s3, sqs, kms];
const bucket = (id: string, settings: object = {}, more: Partial<Component> = {}) =>
  component(id, 's3', { keepVersions: figure(7 * day), replica: false, ...settings }, more);
const account = { Ref: 'AWS::AccountId' };

/** What cdk-nag asks and nobody answers, and answers that nobody asked for. */
function asked(of: Architecture): { readonly open: readonly string[]; readonly faults: readonly string[] } {
  const { app, acknowledgements } = build(of, services);
  const { open, faults } = nagApp(app, acknowledgements);
  return { open: open.map(({ rule, resource }) => `${rule} ${resource}`), faults };
}

describe('bucket', () => {
  const ages = { coolAfter: figure(90 * day), freezeAfter: figure(365 * day), expireAfter: figure(400 * day) };
  const model = architecture({
    components: [
      bucket('lake', { prefixes: { 'events/order/': ages } }),
      bucket('results', { expireAfter: figure(7 * day) }),
      component('dataKey', 'kms'),
    ],
  });
  const built = template(model, services);

  it('is private, versioned, encrypted with the key of its Region, and logged', () => {
    built.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Match.anyValue() },
            },
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        LoggingConfiguration: {
          DestinationBucketName: { Ref: Match.stringLikeRegexp('^AccessLogs') },
          LogFilePrefix: 'lake/',
        },
        BucketName: Match.absent(),
      },
    });
  });
  it('ages by prefix, and forgets old versions', () => {
    built.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'Ages-events-order',
            Prefix: 'events/order/',
            ExpirationInDays: 400,
            Transitions: [
              { StorageClass: 'STANDARD_IA', TransitionInDays: 90 },
              { StorageClass: 'GLACIER_IR', TransitionInDays: 365 },
            ],
            Status: 'Enabled',
          },
          {
            Id: 'Versions',
            NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
            ExpiredObjectDeleteMarker: true,
            Status: 'Enabled',
          },
        ],
      },
    });
    built.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Id: 'Ages', ExpirationInDays: 7 }, { Id: 'Versions' }] },
    });
  });
  it('refuses what does not come over TLS, each of three', () => {
    built.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
    built.resourceCountIs('AWS::S3::BucketPolicy', 3);
  });
  it('shares one log bucket, which only its own log delivery may write', () => {
    built.resourceCountIs('AWS::S3::Bucket', 3);
    const [lake] = Object.keys(
      built.findResources('AWS::S3::Bucket', { Properties: { LoggingConfiguration: { LogFilePrefix: 'lake/' } } }),
    );
    built.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'Logslake',
            Effect: 'Allow',
            Principal: { Service: 'logging.s3.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: {
              'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^AccessLogs'), 'Arn'] }, '/lake/*']],
            },
            Condition: {
              ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [lake, 'Arn'] } },
              StringEquals: { 'aws:SourceAccount': account },
            },
          },
        ]),
      },
    });
  });
  it('leaves cdk-nag nothing to ask', () => {
    expect(asked(model)).toEqual({ open: [], faults: [] });
  });
  it('goes with the stack in dev, and brings no custom resource', () => {
    const dev = template(model, services, { stage: 'dev' });
    dev.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    dev.resourceCountIs('AWS::Lambda::Function', 0);
  });
});

describe('notification', () => {
  const queue = component('retries', 'sqs', { visibility: figure(900), retention: figure(4 * day) });
  const model = architecture({
    components: [bucket('failedEvents'), queue],
    connections: [connection('failedEvents', 'retries', 'notify', { prefix: 'aws/lambda/' }, { onFailure: true })],
  });
  const built = template(model, services);
  const name = { 'Fn::Join': ['', ['sample-prod-failed-events-', account, '-us-east-1']] };

  it('tells the queue of objects below the prefix, once its policy stands', () => {
    const [policy] = Object.keys(built.findResources('AWS::SQS::QueuePolicy'));
    built.hasResource('AWS::S3::Bucket', {
      DependsOn: [policy],
      Properties: {
        BucketName: name,
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:*',
              Queue: { 'Fn::GetAtt': [Match.stringLikeRegexp('^retries'), 'Arn'] },
              Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'aws/lambda/' }] } },
            },
          ],
        },
      },
    });
  });
  it('is allowed to that bucket of this account alone', () => {
    built.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'TellsfailedEvents',
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^retries'), 'Arn'] },
            Condition: {
              ArnEquals: {
                'aws:SourceArn': {
                  'Fn::Join': ['', ['arn:aws:s3:::sample-prod-failed-events-', account, '-us-east-1']],
                },
              },
              StringEquals: { 'aws:SourceAccount': account },
            },
          },
        ]),
      },
    });
  });
});

describe('replication', () => {
  const far = { region: 'us-west-2' };
  const model = architecture({
    components: [
      bucket('lake'),
      component('dataKey', 'kms'),
      bucket('lakeCopy', { replica: true }, far),
      component('copyKey', 'kms', {}, far),
    ],
    connections: [connection('lake', 'lakeCopy', 'replicate', { within: figure(900), key: 'copyKey' })],
  });
  const built = template(model, services);
  const copyName = { 'Fn::Join': ['', ['sample-prod-lake-copy-', account, '-us-west-2']] };
  const copyArn = (rest: string) => ({
    'Fn::Join': ['', ['arn:aws:s3:::sample-prod-lake-copy-', account, `-us-west-2${rest}`]],
  });

  it('copies encrypted objects within 15 minutes, under the key of the copies', () => {
    built.hasResourceProperties('AWS::S3::Bucket', {
      ReplicationConfiguration: {
        Role: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] },
        Rules: [
          {
            Status: 'Enabled',
            Priority: 1,
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Disabled' },
            SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
            Destination: {
              Bucket: copyArn(''),
              EncryptionConfiguration: {
                ReplicaKmsKeyID: {
                  'Fn::Join': ['', ['arn:aws:kms:us-west-2:', account, ':alias/sample-prod-copy-key']],
                },
              },
              Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
              ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
            },
          },
        ],
      },
    });
  });
  it('meets the other stack by name and by alias', () => {
    const other = template(model, services, { stack: 'sample-prod-us-west-2' });
    other.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: copyName,
      VersioningConfiguration: { Status: 'Enabled' },
    });
    other.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/sample-prod-copy-key' });
  });
  it('may do exactly what copying takes', () => {
    const [policy] = Object.values(built.findResources('AWS::IAM::Policy'));
    const source = { 'Fn::GetAtt': [expect.stringMatching(/^lakeBucket/), 'Arn'] };
    expect(policy?.Properties.PolicyDocument.Statement).toEqual([
      {
        Sid: 'ReadSource',
        Effect: 'Allow',
        Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        Resource: source,
      },
      {
        Sid: 'ReadObjects',
        Effect: 'Allow',
        Action: ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
        Resource: { 'Fn::Join': ['', [source, '/*']] },
      },
      {
        Sid: 'WriteCopies',
        Effect: 'Allow',
        Action: ['s3:ReplicateObject', 's3:ReplicateTags'],
        Resource: copyArn('/*'),
      },
      {
        Sid: 'UseKeyForS3',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^dataKey/), 'Arn'] },
        Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      },
      {
        Sid: 'EncryptCopies',
        Effect: 'Allow',
        Action: 'kms:Encrypt',
        Resource: { 'Fn::Join': ['', ['arn:aws:kms:us-west-2:', account, ':key/*']] },
        Condition: {
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/sample-prod-copy-key' },
          StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' },
        },
      },
    ]);
    built.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 's3.amazonaws.com' } }],
      },
    });
  });
  it('answers cdk-nag for each wildcard', () => {
    expect(asked(model)).toEqual({ open: [], faults: [] });
  });
  it('is late after 15 minutes', () => {
    const all = observed(model, services);
    expect(alarmOf(all, 'lake', 'lag-lakeCopy')).toMatchObject({
      threshold: 900,
      comparison: 'above',
      severity: 'ticket',
    });
    expect(alarmOf(all, 'lake', 'failed-lakeCopy')).toMatchObject({ threshold: 0, severity: 'ticket' });
  });
});

describe('settings', () => {
  const check = (settings: object, others: readonly Component[] = [], connections: readonly Connection[] = []) => {
    const self = bucket('self', settings);
    return s3
      .check?.(self, self.settings as never, architecture({ components: [self, ...others], connections }))
      .map(({ path }) => path.join('.'));
  };
  const at = (days: number) => figure(days * day);
  it.each([
    [{ expireAfter: at(30) }, []],
    [{ expireAfter: figure(3600) }, ['components.self.expireAfter']],
    [{ coolAfter: at(29) }, ['components.self.coolAfter']],
    [{ coolAfter: at(90), freezeAfter: at(100) }, ['components.self.freezeAfter']],
    [{ coolAfter: at(90), expireAfter: at(90) }, ['components.self.expireAfter']],
    [{ prefixes: { 'a/': { expireAfter: at(0) } } }, ['components.self.prefixes.a/.expireAfter']],
    [{ prefixes: { 'a/': { expireAfter: at(9) } }, expireAfter: at(30) }, ['components.self.prefixes']],
    [{ keepVersions: figure(60) }, ['components.self.keepVersions']],
  ])('%#', (settings, expected) => {
    expect(check(settings)).toEqual(expected);
  });
  it('of replication fit the copy', () => {
    const copy = bucket('copy', { replica: true }, { region: 'us-west-2' });
    const key = (region: string) => component('key', 'kms', {}, { region });
    const to = (settings: object) => [connection('self', 'copy', 'replicate', settings)];
    const quarter = { within: figure(900), key: 'key' };
    expect(check({}, [copy, key('us-west-2')], to(quarter))).toEqual([]);
    expect(check({}, [copy, key('us-east-1')], to(quarter))).toEqual(['connections.0.key']);
    expect(check({}, [copy], to({ within: figure(600) }))).toEqual(['connections.0.within']);
    expect(check({}, [bucket('copy', {}, { region: 'us-west-2' })], to({ within: figure(900) }))).toEqual([
      'connections.0.to',
    ]);
  });
});
