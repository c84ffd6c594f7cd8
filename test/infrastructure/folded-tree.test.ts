import { describe, expect, it } from 'vitest';
import { foldedTree, type TreeNode } from '../../generators/infrastructure/folded-tree.ts';

const type = 'aws:cdk:cloudformation:type';
const props = 'aws:cdk:cloudformation:props';

function node(path: string, more: Partial<TreeNode>, ...children: readonly TreeNode[]): TreeNode {
  const id = path.split('/').at(-1) ?? '';
  return { id, path, ...more, children: Object.fromEntries(children.map((child) => [child.id, child])) };
}
const resource = (path: string, cfnType: string, properties: object = {}): TreeNode =>
  node(path, { attributes: { [type]: cfnType, [props]: properties } });

/** A function that reads a table by an arrow with a policy, beside a key and logs to which all refer. */
const app = node(
  '',
  { id: 'App' },
  node(
    'sample',
    { constructInfo: { fqn: 'aws-cdk-lib.Stack' } },
    node('sample/key', {}, resource('sample/key/Resource', 'AWS::KMS::Key')),
    node(
      'sample/parts',
      {},
      resource('sample/parts/Resource', 'AWS::DynamoDB::GlobalTable', { key: { Ref: 'keyFEDD6EC0' } }),
    ),
    node(
      'sample/worker',
      {},
      resource('sample/worker/Role', 'AWS::IAM::Role'),
      resource('sample/worker/Logs', 'AWS::Logs::LogGroup'),
      resource('sample/worker/Resource', 'AWS::Lambda::Function', {
        role: { 'Fn::GetAtt': ['workerRoleAC49F7BF', 'Arn'] },
      }),
    ),
    node(
      'sample/reads',
      {},
      resource('sample/reads/Grant', 'AWS::IAM::Policy', {
        roles: [{ Ref: 'workerRoleAC49F7BF' }],
        resources: [{ 'Fn::GetAtt': ['parts8DA9A60A', 'Arn'] }, { Ref: 'keyFEDD6EC0' }],
      }),
    ),
  ),
  node('Tree', {}),
);

describe('the folded tree', () => {
  it('has a node for each construct of a stack, of its main type; policies are links, keys and logs are left out', () => {
    const folded = foldedTree(app);
    const stack = folded.children?.sample;
    expect(Object.keys(folded.children ?? {})).toEqual(['sample']);
    expect(
      Object.values(stack?.children ?? {}).map(({ id, attributes }) => [id, attributes?.[type], attributes?.[props]]),
    ).toEqual([
      ['parts', 'AWS::DynamoDB::GlobalTable', { links: [{ Ref: 'worker' }] }],
      ['worker', 'AWS::Lambda::Function', { links: [] }],
    ]);
  });
});
