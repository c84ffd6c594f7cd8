// What every command is given and gives back.
import type { Clock } from '../../handlers/common/clock.ts';
import type { Report } from '../../handlers/common/report.ts';
import type { Clients } from '../clients.ts';
import type { Stage } from '../stage.ts';

export interface Context {
  readonly stage: Stage;
  readonly clients: Clients;
  readonly clock: Clock;
  /** Aborted by whoever interrupts: what was begun is ended, nothing more is begun. */
  readonly signal: AbortSignal;
}

/** Of a command whose options are found to be sound; before that, nobody is asked anything. */
export type Work = (context: Context) => Promise<Outcome>;

export interface Outcome {
  /** For people; a line each, the first says it all. */
  readonly lines: readonly string[];
  /** For programs. */
  readonly result: object;
  /** Something is left that somebody has to look at. */
  readonly left: boolean;
}

const shown = 20;

/** The first of a list, and how many more there are. */
export function some(lines: readonly string[]): readonly string[] {
  return lines.length <= shown ? lines : [...lines.slice(0, shown), `  and ${lines.length - shown} more`];
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Handlers' code speaks to logs and metrics; a command says all that matters by its outcome. */
export const silent: Report = {
  logger: { info: () => {}, warn: () => {}, error: () => {} },
  metrics: { addMetric: () => {} },
};
