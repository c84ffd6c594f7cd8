// A rehearsal's run to its traffic, with a look every second at what comes of it, until all of it is through.
import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../compiler/terminal.ts';
import type { Row, Run } from '../../local/rehearsal.ts';

export interface Watched {
  /** Resolves when the streams hold nothing that is not done. */
  readonly idle: () => Promise<void>;
  readonly say: (line: string) => void;
  /** Draws nothing over. */
  readonly quiet: boolean;
}

const everyMs = 1000;
const everySoOften = 5;

/** Resolves when all that was sent has had its effect. */
export async function sendAndWatch(run: Run, { idle, say, quiet }: Watched): Promise<void> {
  const view = liveView(say, quiet);
  const look = async (round: number): Promise<void> => {
    // One that fails is a row less, and nothing else: the traffic goes on.
    const rows = await run.look().catch(() => undefined);
    if (rows !== undefined) view(round, rows);
  };
  const over = new AbortController();
  const looking = (async () => {
    for (let round = 1; await passed(over.signal); round += 1) await look(round);
  })();
  try {
    await run.send();
    await run.settled(idle);
  } finally {
    over.abort();
    await looking;
  }
  await look(0);
}

/** Whether it has, before it was over. */
const passed = (over: AbortSignal): Promise<boolean> => sleep(everyMs, true, { signal: over }).catch(() => false);

/** On a terminal the rows are drawn over each other; elsewhere one line every few seconds. Round 0 is the last. */
function liveView(say: (line: string) => void, quiet: boolean): (round: number, rows: readonly Row[]) => void {
  const live = process.stdout.isTTY === true && !quiet;
  let drawn = 0;
  return (round, rows) => {
    if (!live) {
      if (round % everySoOften === 0) say(rows.map(({ label, value }) => `${label} ${value}`).join(' · '));
      return;
    }
    if (drawn > 0) process.stdout.write(`\x1b[${drawn}A`);
    const width = Math.max(...rows.map(({ label }) => label.length));
    for (const { label, value } of rows) process.stdout.write(`\x1b[2K${label.padEnd(width)}  ${printable(value)}\n`);
    drawn = rows.length;
  };
}
