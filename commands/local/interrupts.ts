// Ctrl-C and SIGTERM to an AbortSignal, so that what was begun is ended in order.
export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Exit code that says so; undefined where nobody interrupted. */
  code(): number | undefined;
  /** Signals do again what they do by themselves. */
  forget(): void;
}

const codes = { SIGINT: 130, SIGTERM: 143 } as const;
const names = ['SIGINT', 'SIGTERM'] as const;
/** npm sends on what the terminal has sent to everybody already: that is no second one. */
const sameMs = 500;

/** Begins at once. `first` is told of the first signal; a second one ends the process there and then. */
export function catchInterrupts(first: () => void): Interrupts {
  const controller = new AbortController();
  let code: number | undefined;
  let at = 0;
  const forget = (): void => {
    for (const name of names) process.off(name, onSignal);
  };
  const onSignal = (name: (typeof names)[number]): void => {
    if (code === undefined) {
      code = codes[name];
      at = performance.now();
      first();
      controller.abort();
    } else if (performance.now() - at > sameMs) {
      forget();
      process.kill(process.pid, name);
    }
  };
  for (const name of names) process.on(name, onSignal);
  return { signal: controller.signal, code: () => code, forget };
}

/** Resolves when it is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** What comes of the work; rejects with the signal's reason as soon as it is aborted, whatever then comes of the work. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Lost, it may still fail.
  work.catch(() => {});
  await Promise.race([work, aborted(signal)]);
  signal.throwIfAborted();
  return work;
}
