// `watch`: picture and figures again whenever the model, a payload schema or a handler is saved.
import { dirname } from 'node:path';
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
      await render({ ...options, json: false, force: false, strict: false, only: shown });
    } catch (error) {
      const known = expected(error);
      if (known === undefined) throw error;
      complain(`plumbline: ${known.message}`);
    }
  };
  await again();
  const watcher = chokidar.watch(dirname(options.model), {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 20 },
  });
  let running = Promise.resolve();
  watcher.on('all', () => {
    running = running.then(again);
  });
  print(`Watching ${dirname(options.model)}; Ctrl-C ends.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await watcher.close();
  return 0;
}
