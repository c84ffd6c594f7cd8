// `watch`: picture and figures again whenever the model, a payload schema or a handler is saved.
import { dirname, resolve, sep } from 'node:path';
import chokidar from 'chokidar';
import { complain, expected, print } from './common.ts';
import { render } from './render.ts';

export interface WatchOptions {
  readonly model: string;
  readonly output: string;
}

/** What a reader looks at while editing; templates and their witness come with `render`. */
const shown = ['diagrams/', 'README.md', 'assumptions.md', 'scalability.md', 'architecture.md'];

export async function watch(options: WatchOptions): Promise<number> {
  const again = async (): Promise<void> => {
    try {
      await render({ ...options, json: false, force: false, strict: false, only: shown, quiet: true });
    } catch (error) {
      const known = expected(error);
      if (known === undefined) throw error;
      complain(`plumbline: ${known.message}`);
    }
  };
  // Before the first rendering, so that nothing saved meanwhile is missed.
  const watcher = chokidar.watch(dirname(options.model), {
    ignoreInitial: true,
    ignored: (path, stats) =>
      isOther(path, stats?.isFile() === true && resolve(path) !== resolve(options.model), options),
    awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 20 },
  });
  await new Promise<void>((ready) => watcher.once('ready', ready));
  const ended = new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
  });
  const rounds = oneAtATime(again);
  watcher.on('all', rounds.ask);
  rounds.ask();
  await rounds.done();
  print(`Watching ${dirname(options.model)}; Ctrl-C ends.`);
  await ended;
  await watcher.close();
  await rounds.done();
  return 0;
}

/** Anything but models, payload schemas and code; output that lies beside the model, packages, and what version control keeps: none of it is written by hand. */
function isOther(path: string, isFile: boolean, { model, output }: WatchOptions): boolean {
  const below = resolve(path)
    .slice(resolve(dirname(model)).length)
    .split(sep);
  if (below.includes('node_modules') || below.includes('.git')) return true;
  // Logs, pictures and an editor's own files are no part of a model.
  if (isFile && !/\.(ya?ml|json|[cm]?[jt]s)$/.test(path)) return true;
  return resolve(path) === resolve(output) || resolve(path).startsWith(resolve(output) + sep);
}

/** However often asked while it works, it works once more. */
function oneAtATime(work: () => Promise<void>): { readonly ask: () => void; readonly done: () => Promise<void> } {
  let asked = false;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (asked) {
      asked = false;
      await work();
    }
    running = undefined;
  };
  return {
    ask: () => {
      asked = true;
      running ??= run();
    },
    done: async () => {
      await running;
    },
  };
}
