// Command line to exit code: what an operator of the pipeline does by hand, against AWS or, by AWS_ENDPOINT_URL, a local one.
import { pathToFileURL } from 'node:url';
import { CommanderError } from 'commander';
import { endingInOrder } from '../../../ending/interrupts.ts';
import { runProgram } from '../../../ending/program.ts';
import { systemClock } from '../handlers/common/clock.ts';
import { clientsIn, endpoint, isLocal } from './clients.ts';
import { type Perform, program, type Streams } from './command-line.ts';
import type { Outcome } from './commands/command.ts';
import { outside } from './outside.ts';
import { findStage, type Stage } from './stage.ts';

const terminal: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** 0 done, 1 something is left that somebody has to look at, 2 could not run. */
export async function run(
  args: readonly string[],
  streams: Streams = terminal,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  let code = 0;
  const perform: Perform = async ({ region, stage: name, json, dryRun }, command, work) => {
    const clients = clientsIn(region);
    try {
      const stage = await findStage(clients.cloudFormation, `flyhigh-${name}`);
      // Before anything is done: whoever is signed in to another account sees it in time.
      streams.err(`${command} ${dryRun ? 'would act' : 'acts'} on ${placeOf(stage)}\n`);
      const outcome = await work({ stage, clients, clock: systemClock, signal });
      streams.out(said({ command, dryRun, stage, outcome, json, interrupted: signal.aborted }));
      code = outcome.left ? 1 : 0;
    } finally {
      clients.destroy();
    }
  };
  try {
    await program(perform, streams).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const sentence = signal.aborted
      ? 'interrupted: what was written by then is right, and doing it all again harms nothing'
      : outside(error);
    if (sentence === undefined) throw error;
    streams.err(`${sentence}\n`);
    return 2;
  }
  return code;
}

interface Told {
  readonly command: string;
  readonly dryRun: boolean;
  readonly stage: Stage;
  readonly outcome: Outcome;
  readonly json: boolean;
  readonly interrupted: boolean;
}

function said({ command, dryRun, stage, outcome, json, interrupted }: Told): string {
  const { stack, region, account } = stage;
  if (json) {
    const at = endpoint();
    const on = { stack, region, account, ...(at === undefined ? {} : { endpoint: at }) };
    return `${JSON.stringify({ command, ...on, dryRun, interrupted, ...outcome.result }, undefined, 2)}\n`;
  }
  return `${command} ${stack}: ${interrupted ? 'interrupted; until then ' : ''}${outcome.lines.join('\n')}\n`;
}

function placeOf({ stack, region, account }: Stage): string {
  const at = endpoint();
  return `${stack} in ${region} of account ${account}${at === undefined ? '' : ` at ${at}`}`;
}

/** The SDK has them from there alone; they are of the whole process, which has no other work. */
function settleEnvironment(): void {
  // It speaks of the Node version that runs this, which is no business of whoever operates the pipeline.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // No machine's role is meant there, and to ask for it takes seconds where there is none.
  if (isLocal()) process.env.AWS_EC2_METADATA_DISABLED ??= 'true';
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  settleEnvironment();
  await runProgram(() =>
    endingInOrder(
      () => terminal.err('Ending what was begun, and nothing more. Ctrl-C again ends it at once.\n'),
      async (signal) => {
        const code = await run(process.argv.slice(2), terminal, signal);
        signal.throwIfAborted();
        return code;
      },
    ),
  );
}
