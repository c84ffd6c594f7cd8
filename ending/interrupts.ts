// Ctrl-C, SIGTERM and a closed terminal to an AbortSignal, so that what was begun is ended in order.
interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Exit code that says so; undefined where nobody interrupted. */
  code(): number | undefined;
  /** Signals do again what they do by themselves. */
  forget(): void;
}

/** 128 and the signal's number, as shells say it. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const names = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
/** npm sends on what the terminal has sent to everybody already: that is no second one. */
const sameMs = 500;

/** Begins at once. `first` is told of the first signal; a second one exits there and then. */
function catchInterrupts(first: () => void): Interrupts {
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
      // Nothing is waited for; what must not be left behind has been told to go on exit.
      process.exit(codes[name]);
    }
  };
  for (const name of names) process.on(name, onSignal);
  return { signal: controller.signal, code: () => code, forget };
}

/** Exit code of the work, or the one that says who interrupted it; it is waited for until it has ended in order. */
export async function endingInOrder(
  first: () => void,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupts = catchInterrupts(first);
  try {
    return await work(interrupts.signal);
  } catch (error) {
    // Whatever failed then, failed because of it.
    const code = interrupts.code();
    if (code === undefined) throw error;
    return code;
  } finally {
    interrupts.forget();
  }
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
