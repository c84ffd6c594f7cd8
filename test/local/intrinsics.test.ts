// CloudFormation's functions: docs.aws.amazon.com/AWSCloudFormation, "Intrinsic function reference".
import { describe, expect, it } from 'vitest';
import { evaluated, type Place, textOf } from '../../local/intrinsics.ts';

const standing: Readonly<Record<string, ReturnType<Place['resolve']>>> = {
  Table: {
    ref: 'table-1',
    attributes: { Arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/table-1', 'Nested.Name': 'n' },
  },
  Address: { ref: 'a@example.com', attributes: {} },
};
const place: Place = {
  account: '111122223333',
  region: 'eu-west-1',
  resolve: (id) => (Object.hasOwn(standing, id) ? standing[id] : undefined),
};

describe('values', () => {
  it.each<readonly [unknown, unknown]>([
    ['text', 'text'],
    [7, 7],
    [{ Ref: 'Table' }, 'table-1'],
    [{ Ref: 'AWS::AccountId' }, '111122223333'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:eu-west-1:111122223333:table/table-1'],
    [{ 'Fn::GetAtt': ['Table', 'Nested.Name'] }, 'n'],
    [{ 'Fn::GetAtt': 'Table.Nested.Name' }, 'n'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 3]] }, 'a-table-1-3'],
    [{ 'Fn::Join': [',', { 'Fn::Split': ['-', { Ref: 'Table' }] }] }, 'table,1'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Table', 'Arn'] }] }] }, 'table/table-1'],
    [{ 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    [{ 'Fn::Sub': 'x-${Table}-${Table.Nested.Name}-${AWS::Region}-${!Literal}' }, 'x-table-1-n-eu-west-1-${Literal}'],
    [{ 'Fn::Sub': ['${Name}/${Table}', { Name: { Ref: 'Address' } }] }, 'a@example.com/table-1'],
    [
      { a: [{ Ref: 'Table' }, { Ref: 'AWS::NoValue' }], b: { Ref: 'AWS::NoValue' }, c: null },
      { a: ['table-1'], c: null },
    ],
    [
      { Ref: 'Table', more: 1 },
      { Ref: 'Table', more: 1 },
    ],
  ])('%j', (value, expected) => {
    expect(evaluated(value, place)).toEqual(expected);
  });
});

describe('what cannot be', () => {
  it.each<readonly [unknown, string]>([
    [{ Ref: 'Nobody' }, 'Nobody does not stand'],
    [{ Ref: 'constructor' }, 'constructor does not stand'],
    [{ 'Fn::GetAtt': ['Table', 'Missing'] }, 'no Missing of Table'],
    [{ 'Fn::Sub': '${Nobody}' }, 'Nobody does not stand'],
    [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue'],
    [{ a: 1 }, 'a text was expected'],
    [{ Ref: 'AWS::NoValue' }, 'a text was expected'],
  ])('%j', (value, said) => {
    expect(() => textOf(value, place)).toThrow(said);
  });
});
