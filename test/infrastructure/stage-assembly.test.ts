// The stacks of a stage as the CDK CLI and the local stand-in are told of them.
import { expect, it } from 'vitest';
import { assemblyOf, understand } from '../../pipeline.ts';
import { emptyFolder } from '../support/folders.ts';

it.each([
  ['dev', ['flyhigh-dev']],
  // The replica is deployed first, since the lake names it; the main Region is still the first.
  ['prod', ['flyhigh-prod', 'flyhigh-prod-us-west-2']],
])('of stage %s: the main Region first', async (stage, names) => {
  const { plan } = understand('model/flyhigh/architecture.yaml');
  if (plan === undefined) throw new Error('the model has errors');
  const folder = emptyFolder('assembly');
  const { stacks } = await assemblyOf(plan, stage, { folder, cache: emptyFolder('cache'), validate: false });
  expect(stacks.map(({ name }) => name)).toEqual(names);
  expect(stacks[0]?.region).toBe('us-east-1');
});
