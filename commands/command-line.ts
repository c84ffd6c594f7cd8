// Arguments to exit code. Each command loads what it needs, so that `--help` and `validate` start at once.
import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

/** A folder that `init` has filled, else a checkout with the model that ships. */
const defaultModel = () =>
  ['architecture.yaml', 'model/flyhigh/architecture.yaml'].find((path) => existsSync(path)) ?? 'architecture.yaml';

const modelOption = () => new Option('-m, --model <file>', 'the model').default(defaultModel());
const outputOption = () =>
  new Option('-o, --output <folder>', 'where the files go').default('output').argParser((folder: string) => {
    // What a shell makes of a variable that is not set would be the folder one stands in.
    if (folder === '') throw new InvalidArgumentError('A folder is wanted; the one you are in is ".".');
    return folder;
  });
const jsonOption = () => new Option('--json', 'report as JSON').default(false);

function whole(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
}

function atLeastOne(text: string): number {
  if (whole(text) < 1) throw new InvalidArgumentError('At least 1 is wanted.');
  return Number(text);
}

function program(finish: (code: number) => void): Command {
  const root = new Command('plumbline')
    .description(
      'One YAML model of an AWS event pipeline; diagrams, documents, figures and a deployable CDK app out of it.',
    )
    .version(version())
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .configureHelp({ sortSubcommands: false });

  root
    .command('render')
    .description('write pictures, documents and templates from the model')
    .addOption(modelOption())
    .addOption(outputOption())
    .addOption(jsonOption())
    .option(
      '--force',
      "make everything again, kept pieces too, and write over another model's output and files of your own",
      false,
    )
    .option('--strict', 'exit 1 on warnings too', false)
    .option('--only <paths...>', 'only files whose path starts so, e.g. diagrams/overview.svg')
    .action(async (options) => finish(await (await import('./render.ts')).render(options)));

  root
    .command('check')
    .description('fail when anything in the output folder is not what the model gives')
    .addOption(modelOption())
    .addOption(outputOption())
    .addOption(jsonOption())
    .option('--strict', 'exit 1 on warnings too', false)
    .action(async (options) => finish(await (await import('./check.ts')).check(options)));

  root
    .command('validate')
    .description('say what is wrong with the model; write nothing')
    .addOption(modelOption())
    .addOption(jsonOption())
    .option('--strict', 'exit 1 on warnings too', false)
    .action(async (options) => finish(await (await import('./validate.ts')).validate(options)));

  root
    .command('watch')
    .description('render picture and figures again whenever the model is saved')
    .addOption(modelOption())
    .addOption(outputOption())
    .action(async (options) => finish(await (await import('./watch.ts')).watch(options)));

  root
    .command('deploy')
    .description('provision the model with the CDK CLI, after showing what it will do')
    .addOption(modelOption())
    .addOption(jsonOption())
    .option('-s, --stage <stage>', 'the stage to provision', 'dev')
    .option('--yes', 'do not ask', false)
    .action(async (options) => finish(await (await import('./deploy.ts')).deploy(options)));

  root
    .command('local')
    .description('run the model on a local AWS, send its rehearsal through, and say what came of it')
    .addOption(modelOption())
    .addOption(jsonOption())
    .option('-s, --stage <stage>', 'the stage to run', 'dev')
    .option('--scenario <id>', "one of the rehearsal's scenarios; its first unless named")
    .option('--seed <number>', 'the same seed sends the same traffic', whole, 1)
    .option('--rate <number>', 'requests a second; as fast as they are answered unless named', atLeastOne)
    .option('--keep', 'leave it running afterwards, until Ctrl-C', false)
    .option('--evidence', 'keep the verdict beside the model, for the documents', false)
    .action(async (options) => finish(await (await import('./local.ts')).local(options)));

  root
    .command('new')
    .description('scaffold a part of the catalogue')
    .argument('<kind>', 'what to scaffold: service')
    .argument('<id>', 'its id in models, e.g. step-functions')
    .action(async (kind: string, id: string) => finish(await (await import('./new.ts')).create(kind, id)));

  root
    .command('init')
    .description('start a new model in this folder')
    .argument('[folder]', 'where', '.')
    .action(async (folder: string) => finish(await (await import('./init.ts')).init(folder)));

  root
    .command('schema')
    .description('print the JSON Schema of the model language, for editors')
    .option('--markdown', 'print it as a page to read instead', false)
    .action(async (options) => finish(await (await import('./schema.ts')).schema(options)));

  return root;
}

/** Of the package: what is built has a copy of its own above it, as the source has. */
function version(): string {
  const parsed: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return parsed.version;
}

/**
 * What a person typed after the program's name, to its exit code: 0 fine, 1 findings, 2 could not run. Throws what is a
 * fault of ours.
 */
export async function run(args: readonly string[]): Promise<number> {
  let code = 0;
  try {
    await program((result) => {
      code = result;
    }).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { expected } = await import('./common.ts');
    const known = expected(error);
    if (known === undefined) throw error;
    process.stderr.write(`plumbline: ${known.message}${unnamed(args) ? wayToModel : ''}\n`);
    return known.code;
  }
  return code;
}

const wayToModel = ' Name yours with --model, or begin one with "plumbline init".';
const unnamed = (args: readonly string[]): boolean =>
  !existsSync(defaultModel()) &&
  ['render', 'check', 'validate', 'watch', 'deploy'].includes(args[0] ?? '') &&
  !args.some((each) => each.startsWith('-m') || each.startsWith('--model'));
