// What can be asked for on the command line, each command with its options; it loads what it needs when it is asked for.
import { Command, Option } from 'commander';
import { systemClock } from '../handlers/common/clock.ts';
import type { Work } from './commands/command.ts';
import { engines } from './open-lake.ts';

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

const whereItActs = (name: string): string => `
It acts on the stack of the stage in AWS, with the credentials of the AWS CLI; AWS_PROFILE names others. Where
AWS_ENDPOINT_URL is set it acts there instead. A local AWS is left running, and its address told, by

  npm run local -- --keep

and is acted on, from another terminal and with no credentials, by

  AWS_ENDPOINT_URL=http://127.0.0.1:PORT npm run ${name}${name === 'recount' ? ' -- --from 2026-12-24T10' : ''}

Exit codes: 0 done, 1 something is left that somebody has to look at, 2 could not run.
More: model/flyhigh/operations/README.md`;

export type Perform = (flags: Common, name: string, work: Work) => Promise<void>;

export function program(perform: Perform, { out, err }: Streams): Command {
  const root = new Command('npm run')
    .description(
      "What is done by hand to FlyHigh's pipeline: a failure handed back, figures recounted, tables rebuilt.",
    )
    .addHelpText('after', whereItActs('redrive'))
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err });
  const engine = () =>
    new Option(
      '--engine <engine>',
      'what reads the lake: Athena there, or DuckDB here over a download; Athena unless given, DuckDB where AWS_ENDPOINT_URL is set',
    ).choices(engines);
  const command = (name: string, description: string) =>
    root
      .command(name)
      .description(description)
      .usage(`-- ${name === 'recount' ? '--from <hour> ' : ''}[options]`)
      .option('-s, --stage <stage>', 'the deployed stage', 'dev')
      .option('--region <region>', 'where it is deployed', process.env.AWS_REGION ?? 'us-east-1')
      .option('--dry-run', 'only say what would be done', false)
      .option('--json', 'report as JSON', false)
      .addHelpText('after', whereItActs(name));

  command('redrive', 'hand what failed back to the function it failed in')
    .option('--since <moment>', 'only what failed since, e.g. 2026-12-24 or 2026-12-24T10:15Z')
    .option('--prefix <prefix>', 'only batches whose key starts so, e.g. aws/lambda/; no undelivered messages')
    .option('--again', 'also what went back before', false)
    .action(async (flags) => perform(flags, 'redrive', (await import('./commands/redrive.ts')).redriveWork(flags)));

  command('recount', 'replace the figures of some hours by what the lake counts')
    .requiredOption('--from <hour>', 'the first hour, in UTC, e.g. 2026-12-24T10')
    .option('--to <hour>', 'the hour to stop before; one hour after --from unless given')
    .option('--unsettled', 'also hours of which the lake may still lack events', false)
    .addOption(engine())
    .action(async (flags) =>
      perform(flags, 'recount', (await import('./commands/recount.ts')).recountWork(flags, systemClock)),
    );

  command('rebuild', 'feed the latest version of every booking in the lake into ledger and seat counts')
    .option('--since <day>', 'only what arrived since; 400 days unless given')
    .option('--alerts', 'announce flights that are nearly full or oversold', false)
    .option('--baseline', "instead, fold the lake's searches into the baselines of demand", false)
    .option('--weeks <number>', 'with --baseline, how many weeks of searches to fold; 8 unless given')
    .option('--bucket <name>', 'where a copy of the lake lies, such as the replica; by DuckDB only')
    .addOption(engine())
    .action(async (flags) =>
      perform(flags, 'rebuild', (await import('./commands/rebuild.ts')).rebuildWork(flags, systemClock)),
    );

  return root;
}
