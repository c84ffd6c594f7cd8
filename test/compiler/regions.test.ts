// The list of Regions against the one that the CDK brings: a new one is added when the CDK is.
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { expect, it } from 'vitest';
import { knownRegions } from '../../compiler/checks/unknown-region.ts';

it('the Regions that are known are those of the CDK', () => {
  expect(knownRegions).toEqual(RegionInfo.regions.map(({ name }) => name).sort());
});
