// `recount`: figures of some hours are replaced by what the lake counts.
import { type Clock, dayMs, minuteMs } from '../../handlers/common/clock.ts';
import type { Counts } from '../../handlers/common/figures.ts';
import { type Difference, recount } from '../../handlers/reconciler/recount.ts';
import { recountSpan, sayHour } from '../hours.ts';
import { type Engine, withLake } from '../open-lake.ts';
import { plural, some, type Work } from './command.ts';

export interface RecountFlags {
  readonly from: string;
  readonly to?: string;
  readonly unsettled: boolean;
  readonly engine?: Engine;
  readonly dryRun: boolean;
}

/** Throws CannotRun on options that make no sense. */
export function recountWork({ engine, dryRun, ...flags }: RecountFlags, clock: Clock): Work {
  const span = recountSpan(flags, clock.now());
  const days = { from: span.from - dayMs, until: span.until - minuteMs + dayMs };
  return async (context) => {
    const { stage, clients } = context;
    const differences: Difference[] = [];
    const { routes, corrected } = await withLake({ ...context, engine, days }, (lake) =>
      recount(
        { clock, db: clients.db, lake, figuresTable: stage.physical('liveFigures', 'AWS::DynamoDB::GlobalTable') },
        span,
        { write: !dryRun, onDifference: (difference) => differences.push(difference) },
      ),
    );
    differences.sort((a, b) => (`${a.route} ${a.minute}` < `${b.route} ${b.minute}` ? -1 : 1));
    return {
      lines: [
        `${sayHour(span.from)} to ${sayHour(span.until)}: ${plural(routes, 'route')} compared, ` +
          `${plural(corrected, 'figure')} ${dryRun ? 'would be replaced' : 'replaced'}`,
        ...some(differences.map(sayDifference)),
      ],
      result: { ...span, routes, corrected, differences },
      left: false,
    };
  };
}

function sayDifference({ route, minute, shown, counted }: Difference): string {
  const names: readonly (keyof Counts)[] = ['searches', 'bookings', 'seats', 'cancelled'];
  const changed = names.filter((name) => shown[name] !== counted[name]);
  return `  ${route} ${minute}: ${changed.map((name) => `${name} ${shown[name]} -> ${counted[name]}`).join(', ')}`;
}
