// A module's function called in a thread of its own, so that dear work goes on beside: pictures while documents are written.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

export interface Thread {
  /** Calls an exported function; argument and result are copied. Calls wait for each other. Throws what the function throws. */
  run(module: string, name: string, argument: unknown): Promise<unknown>;
  end(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Starts with the first call. */
export function openThread(): Thread {
  let worker: Worker | undefined;
  let calls = 0;
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>();
  const fail = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(serve, { eval: true, execArgv: [], workerData: { loader: loader() } });
    started.on('message', ({ id, ...answer }: Answer) => {
      const call = waiting.get(id);
      waiting.delete(id);
      if ('error' in answer) call?.reject(answer.error);
      else call?.resolve(answer.result);
      if (waiting.size === 0) started.unref();
    });
    started.on('error', (error) => {
      worker = undefined;
      fail(error);
    });
    return started;
  };
  return {
    run: (module, name, argument) => {
      worker ??= start();
      worker.ref();
      const id = calls++;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      worker.postMessage({ id, module, name, argument });
      return answer;
    },
    end: async () => {
      fail(new Error('the thread has ended'));
      await worker?.terminate();
    },
  };
}

/** A thread does not inherit the loader that lets Node read this source; what is built needs none. */
const loader = (): string | undefined =>
  import.meta.url.endsWith('.ts')
    ? pathToFileURL(join(createRequire(import.meta.url).resolve('tsx/package.json'), '../dist/esm/api/index.mjs')).href
    : undefined;

const serve = `
const { parentPort, workerData } = require('node:worker_threads');
const ready = workerData.loader ? import(workerData.loader).then(({ register }) => register()) : Promise.resolve();
let last = ready;
parentPort.on('message', ({ id, module, name, argument }) => {
  last = last.then(async () => {
    try {
      parentPort.postMessage({ id, result: await (await import(module))[name](argument) });
    } catch (error) {
      parentPort.postMessage({ id, error });
    }
  });
});`;
