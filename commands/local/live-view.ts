// A rehearsal's run to its traffic, with a look every second at what comes of it, until all of it is through.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Row, Run } from '../../local/rehearsal.ts';
import type { Screen } from './screen.ts';

export interface Watched {
  /** Resolves when the streams hold nothing that is not done. */
  readonly idle: () => Promise<void>;
  readonly screen: Screen;
  /** Draws nothing over. */
  readonly quiet: boolean;
}

const everyMs = 1000;
const everySoOften = 5;

/** Goes on looking, for as long as it is left running; where nothing is drawn, only what has changed is told. */
export async function watchOn(
  run: Run,
  { screen, signal }: Pick<Watched, 'screen'> & { readonly signal: AbortSignal },
) {
  const view = liveView(screen, false);
  let before = '';
  while (await passed(signal)) {
    const rows = await run.look().catch(() => undefined);
    // Cut short while it looked.
    if (rows === undefined || signal.aborted) continue;
    const now = JSON.stringify(rows);
    if (now !== before) view(rows);
    before = now;
  }
}

/** Resolves when all that was sent has had its effect. */
export async function sendAndWatch(run: Run, { idle, screen, quiet }: Watched): Promise<void> {
  const view = liveView(screen, quiet);
  const look = async (round: number): Promise<void> => {
    // What is looked at costs the traffic something.
    if (!isShown(round, quiet)) return;
    // One that fails is a row less, and nothing else: the traffic goes on.
    const rows = await run.look().catch(() => undefined);
    if (rows !== undefined) view(rows);
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

const isLive = (quiet: boolean): boolean => process.stdout.isTTY === true && !quiet;

/** On a terminal every round, elsewhere one in a few. Round 0 is the last. */
const isShown = (round: number, quiet: boolean): boolean => isLive(quiet) || round % everySoOften === 0;

/** On a terminal the rows are drawn over each other; elsewhere each time is a line. */
function liveView({ draw, say }: Screen, quiet: boolean): (rows: readonly Row[]) => void {
  return isLive(quiet) ? draw : (rows) => say(rows.map(({ label, value }) => `${label} ${value}`).join(' · '));
}
