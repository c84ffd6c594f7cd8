import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { sns } from '../../services/sns/index.ts';
import { architecture, component, connection, load } from './support/model.ts';
import { alarmOf, observed } from './support/observed.ts';
import { lineUsd, shareOf, sized } from './support/sizing.ts';
import { template } from './support/stack.ts';
import { callerStub, keyStub, queueStub } from './support/stubs.ts';

const model = architecture({
  components: [
    component('key', 'test-key'),
    component('alerts', 'sns'),
    without(component('staff', 'test-caller')),
    component('inbox', 'test-queue'),
  ],
  connections: [
    connection('alerts', 'staff', 'notify', { protocol: 'email' }),
    connection('alerts', 'inbox', 'notify'),
  ],
});
const services = [sns, keyStub, callerStub, queueStub];
const built = template(model, services);

/** The same, outside AWS. */
function without({ region: _region, ...rest }: ReturnType<typeof component>) {
  return rest;
}

describe('SNS topic', () => {
  it('is encrypted with the customer key and takes nothing but TLS', () => {
    built.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^key'), 'Arn'] },
    });
    built.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  it('subscribes who is outside only where an address is given', () => {
    built.hasParameter('AlertsStaffAddress', { Type: 'String', Default: '', AllowedPattern: '^$|^[^@\\s]+@[^@\\s]+$' });
    const conditions = built.findConditions('*');
    const [name] = Object.keys(conditions);
    expect(conditions[name ?? '']).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlertsStaffAddress' }, ''] }] });
    built.hasResource('AWS::SNS::Subscription', {
      Condition: name,
      Properties: { Protocol: 'email', Endpoint: { Ref: 'AlertsStaffAddress' } },
    });
  });

  it('subscribes a queue at once, and lets this topic alone send to it', () => {
    built.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^inbox'), 'Arn'] },
    });
    built.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: Match.stringLikeRegexp('^alerts') } } },
          }),
        ],
      },
    });
  });

  it('says when nobody can be told', () => {
    const alarm = alarmOf(observed(model, services), 'alerts', 'NotificationsFailed');
    expect(alarm).toMatchObject({ threshold: 0, comparison: 'above', severity: 'ticket', missing: 'notBreaching' });
  });

  it('counts requests, and deliveries by how they are made', () => {
    const inflow = load([{ event: 'late', rate: 1, size: 400 }]);
    const arrow = (protocol: string) => ({
      connection: connection('self', 'staff', 'notify', { protocol }),
      load: inflow,
      other: without(component('staff', 'test-caller')),
    });
    const of = (protocol: string) => sized(sns, { inflow, outgoing: [arrow(protocol)] });
    expect(lineUsd(of('email'), 'Requests')).toBeCloseTo(1.314, 6);
    expect(lineUsd(of('email'), 'Deliveries to staff')).toBeCloseTo(52.56, 6);
    expect(lineUsd(of('https'), 'Deliveries to staff')).toBeCloseTo(1.5768, 6);
    expect(of('sqs').cost.map(({ label }) => label)).toEqual(['Requests']);
    expect(shareOf(of('email'), 'messageSize')).toBeCloseTo(400 / 262144, 12);
  });
});
