// The command `deploy`, as a person runs it, against a local AWS in the place of AWS: no profile, only another endpoint.
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCdk } from '../../../deployment/cdk-cli.ts';
import type { LocalAws } from '../../../local/aws/start.ts';
import { begin, nothingIsLeft, processesOf, until } from '../../support/begun.ts';
import { plumbline } from '../../support/cli.ts';
import { emptyFolder, modelCopy } from '../../support/folders.ts';
import { localAwsForTests, whyNoLocalAws } from '../../support/local-aws.ts';
import { aKey, region } from '../../support/one-key.ts';

const reason = await whyNoLocalAws();
const slow = 120_000;

describe.skipIf(reason !== undefined)(`deploy to a local AWS${reason ? ` (skipped: ${reason})` : ''}`, () => {
  const start = localAwsForTests();
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await start();
    const { environment, account } = aws;
    expect((await runCdk(['bootstrap', `aws://${account}/${region}`], { environment, show: false })).code).toBe(0);
  }, slow);

  it(
    'says what it makes and where, and makes it',
    async () => {
      const model = modelCopy(() => aKey);
      const { code, stdout, stderr } = await plumbline(['deploy', '--yes', '-m', model], { env: aws.environment });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Account {2}000000000000\nRegion {3}eu-central-1\nStage {4}dev\nStack {4}one-key-dev in/);
      const client = new CloudFormationClient(aws.client(region));
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: 'one-key-dev' }));
      expect(stack?.StackStatus).toBe('CREATE_COMPLETE');
    },
    slow,
  );

  it(
    'says that it did not succeed where AWS refuses the template, exit code 2',
    async () => {
      const { code, stdout, stderr } = await plumbline(['deploy', '--yes', '-m', modelCopy()], {
        env: aws.environment,
      });
      expect([code, stderr]).toEqual([
        2,
        'plumbline: the deployment did not succeed; what the CDK CLI said stands above\n',
      ]);
      expect(stdout).toContain('Unrecognized resource types: [AWS::Events::Archive]');
    },
    slow,
  );

  it.each([
    [
      'before anything is asked for',
      (line: string) => line.includes('bin/cdk diff'),
      'Ending here. Nothing was deployed.',
    ],
    [
      'in the deployment, and says what goes on without it',
      (line: string) => line.includes('bin/cdk deploy'),
      'Ending here. What CloudFormation has begun goes on by itself; deploy again to see what came of it.',
    ],
  ])(
    'interrupted, ends the CDK CLI too and leaves nothing: %s',
    async (_, there, says) => {
      const begun = begin(['deploy', '--yes', '-m', modelCopy(() => aKey)], emptyFolder('cache'), {
        env: aws.environment,
      });
      await until(begun, () => processesOf(begun).some(there));
      begun.signal('SIGTERM');
      expect(await begun.ended).toEqual([143, `${says}\n`]);
      await nothingIsLeft(begun);
    },
    slow,
  );
});
