// What came of a rehearsal to a file beside the model, from which the documents tell it: see compiler/evidence.ts.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Evidence, evidenceFolder } from '../compiler/evidence.ts';
import { emulator } from './aws/environment.ts';
import type { LocalStack } from './deploy.ts';
import type { Verdict } from './rehearsal.ts';

export const evidenceFile = `${evidenceFolder}/local.json`;

export interface Rehearsed {
  readonly scenario: string;
  readonly seed: number;
  readonly stage: string;
  readonly stacks: readonly LocalStack[];
  readonly verdict: Verdict;
}

export function evidenceOf({
  scenario,
  seed,
  stage,
  stacks,
  verdict: { sent, checks, standIns },
}: Rehearsed): Evidence {
  const types = new Set(stacks.flatMap(({ without }) => [...without.values()].map(({ type }) => type)));
  const day = new Date().toISOString().slice(0, 10);
  return {
    title: `A rehearsal on the local AWS on ${day}: scenario ${scenario}, seed ${seed}`,
    how: [
      `Real: the synthesised templates of stage ${stage}, deployed by the CDK CLI, and the bundled code of every function.`,
      `Emulated, by ${emulator.name} ${emulator.version}: CloudFormation, Kinesis, DynamoDB and its streams, EventBridge, SNS, SQS, S3, Firehose, Cognito and Lambda itself; it enforces no permission, no quota and no throttle, has no invocation traced, and its delivery streams gather for a second, not for minutes.`,
      'Simulated, by code of this project, from the same templates and from what AWS documents: API Gateway in front, and the event source mappings that hand Kinesis records to functions.',
      ...(standIns === undefined ? [] : [standIns]),
      `Left out: ${[...types].sort().join(', ')}${types.has('AWS::CloudWatch::Alarm') ? ' (alarms on expressions and mappings on Kinesis only)' : ''}.`,
    ].join(' '),
    again: `npm run local -- --stage ${stage} --scenario ${scenario} --seed ${seed} --evidence`,
    sent,
    checks,
  };
}

/** Title of what stood there before, where it was of another scenario, seed or day. */
export async function writeEvidence(modelFolder: string, evidence: Evidence): Promise<string | undefined> {
  const file = join(modelFolder, evidenceFile);
  await mkdir(join(modelFolder, evidenceFolder), { recursive: true });
  const before = await readFile(file, 'utf8').then(titleIn, () => undefined);
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(evidence, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
  return before === evidence.title ? undefined : before;
}

function titleIn(text: string): string | undefined {
  try {
    const { title }: { readonly title?: unknown } = JSON.parse(text);
    return typeof title === 'string' ? title : undefined;
  } catch {
    // It is written over in any case.
    return undefined;
  }
}
