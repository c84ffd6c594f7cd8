// What a deployed stack is asked to tell of itself.
import { describe, expect, it } from 'vitest';
import type { Template } from '../../deployment/template.ts';
import { textOf } from '../../local/intrinsics.ts';
import { isObject } from '../../local/json.ts';
import { prune } from '../../local/profile/prune.ts';
import { tellingAttributes } from '../../local/resources.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const whole: Template = {
  Resources: {
    Stream: { Type: 'AWS::Kinesis::Stream' },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { Twice: [arnOf('Stream'), { 'Fn::GetAtt': 'Table.Stream.Arn' }] },
    },
    Unread: { Type: 'AWS::SQS::Queue' },
    Consumer: { Type: 'AWS::Kinesis::StreamConsumer', Properties: { StreamARN: arnOf('Stream') } },
    Bus: { Type: 'AWS::Events::EventBus' },
    Archive: { Type: 'AWS::Events::Archive', Properties: { SourceArn: arnOf('Bus') } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Consumer', 'ConsumerARN'] } },
    },
  },
  Outputs: { Own: { Value: 'x' } },
};

describe('the attributes that a stack tells', () => {
  const { Outputs: outputs = {} } = tellingAttributes(prune(whole).template, whole);

  it('are those that anything reads of what stands, each once, what is left out reading too', () => {
    const { LocalAttributes: told } = outputs;
    if (!isObject(told)) throw new Error('nothing is told');
    const place = {
      account: '1',
      region: 'us-east-1',
      resolve: (id: string) => ({ ref: id, attributes: { Arn: `arn:${id}`, 'Stream.Arn': `arn:${id}/stream` } }),
    };
    expect(textOf(told.Value, place).split('\n')).toEqual([
      'Stream.Arn=arn:Stream',
      'Table.Stream.Arn=arn:Table/stream',
      'Bus.Arn=arn:Bus',
    ]);
  });

  it('stand beside its own outputs', () => {
    expect(Object.keys(outputs)).toEqual(['Own', 'LocalAttributes']);
  });
});
