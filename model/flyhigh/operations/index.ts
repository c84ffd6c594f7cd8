// Command line to exit code: what an operator of the pipeline does by hand, against AWS or, by AWS_ENDPOINT_URL, a local one.
import { pathToFileURL } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { systemClock } from '../handlers/common/clock.ts';
import { CannotRun } from './cannot-run.ts';
import { clientsIn, isLocal } from './clients.ts';
import type { Context, Outcome } from './commands/command.ts';
import { engines } from './open-lake.ts';
import { findStage } from './stage.ts';

interface Common {
  readonly stage: string;
  readonly region: string;
  readonly json: boolean;
  readonly dryRun: boolean;
}

export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

const terminal: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

type Perform = <Flags extends Common>(
  flags: Flags,
  name: string,
  work: (context: Context, flags: Flags) => Promise<Outcome>,
) => Promise<void>;

function program(perform: Perform, { out, err }: Streams): Command {
  const root = new Command('operations')
    .description(
      "What is done by hand to FlyHigh's pipeline: a failure handed back, figures recounted, tables rebuilt.",
    )
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err });
  const engine = () =>
    new Option('--engine <engine>', 'what reads the lake: Athena there, or DuckDB here over a copy')
      .choices(engines)
      .default(isLocal() ? 'duckdb' : 'athena');
  const command = (name: string, description: string) =>
    root
      .command(name)
      .description(description)
      .option('-s, --stage <stage>', 'the deployed stage', 'dev')
      .option('--region <region>', 'where it is deployed', process.env.AWS_REGION ?? 'us-east-1')
      .option('--dry-run', 'only say what would be done', false)
      .option('--json', 'report as JSON', false);

  command('redrive', 'hand what failed back to the function it failed in')
    .option('--since <moment>', 'only what failed since, e.g. 2026-12-24 or 2026-12-24T10:15Z')
    .option('--prefix <prefix>', 'only batches whose key starts so, e.g. aws/lambda/; no undelivered messages')
    .option('--again', 'also what went back before', false)
    .action(async (flags) => perform(flags, 'redrive', (await import('./commands/redrive.ts')).runRedrive));

  command('recount', 'replace the figures of some hours by what the lake counts')
    .requiredOption('--from <hour>', 'the first hour, in UTC, e.g. 2026-12-24T10')
    .option('--to <hour>', 'the hour to stop before; one hour after --from unless given')
    .option('--unsettled', 'also hours of which the lake may still lack events', false)
    .addOption(engine())
    .action(async (flags) => perform(flags, 'recount', (await import('./commands/recount.ts')).runRecount));

  command('rebuild', 'feed the latest version of every booking in the lake into ledger and seat counts')
    .option('--since <day>', 'only what arrived since; 400 days unless given')
    .option('--alerts', 'announce flights that are nearly full or oversold', false)
    .option('--baseline', "instead, fold the lake's searches into the baselines of demand", false)
    .option('--weeks <number>', 'how many weeks of searches to fold', '8')
    .option('--bucket <name>', 'where a copy of the lake lies, such as the replica; by DuckDB only')
    .addOption(engine())
    .action(async (flags) => perform(flags, 'rebuild', (await import('./commands/rebuild.ts')).runRebuild));

  return root;
}

/** 0 done, 1 something is left that somebody has to look at, 2 could not run. */
export async function run(args: readonly string[], streams: Streams = terminal): Promise<number> {
  let code = 0;
  const perform: Perform = async (flags, name, work) => {
    const clients = clientsIn(flags.region);
    try {
      const stage = await findStage(clients.cloudFormation, `flyhigh-${flags.stage}`);
      const { lines, result, left } = await work({ stage, clients, clock: systemClock }, flags);
      const about = { command: name, stack: stage.stack, dryRun: flags.dryRun };
      if (flags.json) streams.out(`${JSON.stringify({ ...about, ...result }, undefined, 2)}\n`);
      else streams.out(`${name} ${stage.stack}: ${lines.join('\n')}\n`);
      code = left ? 1 : 0;
    } finally {
      clients.destroy();
    }
  };
  try {
    await program(perform, streams).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const sentence = outside(error);
    if (sentence === undefined) throw error;
    streams.err(`${sentence}\n`);
    return 2;
  }
  return code;
}

/** What lies outside this program, in a sentence; nothing for a fault of ours. */
function outside(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof CannotRun) return error.message;
  if (error.name === 'CredentialsProviderError') return 'no AWS credentials were found: sign in with the AWS CLI';
  if ('code' in error && typeof error.code === 'string') return `AWS could not be reached: ${error.code}`;
  if ('$metadata' in error) return `AWS refused: ${error.name}: ${error.message}`;
  return undefined;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await run(process.argv.slice(2));
}
