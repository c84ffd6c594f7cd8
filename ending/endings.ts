// Things that were begun to their ends, the last first.
export interface Endings {
  add(end: () => Promise<unknown>): void;
  /** Each once, also when another fails; then throws what the first of them threw. Again does nothing. */
  all(): Promise<void>;
}

export function endings(): Endings {
  const waiting: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => {
      waiting.push(end);
    },
    all: async () => {
      const failures: unknown[] = [];
      for (let end = waiting.pop(); end !== undefined; end = waiting.pop()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
