// `rebuild`: inventory, or the baselines of demand, from the lake.
import { dayMs, hourMs, minuteMs } from '../../handlers/common/clock.ts';
import { rebuildBaseline } from '../baseline.ts';
import { CannotRun } from '../cannot-run.ts';
import { bookingsKeptMs, momentAt, sayHour } from '../hours.ts';
import { type Engine, withLake } from '../open-lake.ts';
import { rebuild } from '../rebuild.ts';
import { type Context, type Outcome, plural, silent, some } from './command.ts';

export interface RebuildFlags {
  readonly baseline: boolean;
  readonly weeks: string;
  readonly since?: string;
  readonly alerts: boolean;
  readonly engine: Engine;
  readonly bucket?: string;
  readonly dryRun: boolean;
}

const table = 'AWS::DynamoDB::GlobalTable';

export function runRebuild(context: Context, flags: RebuildFlags): Promise<Outcome> {
  return flags.baseline ? baselines(context, flags) : inventory(context, flags);
}

async function inventory(context: Context, { since, alerts, engine, bucket, dryRun }: RebuildFlags): Promise<Outcome> {
  const { stage, clients, clock } = context;
  const now = clock.now();
  const arrivedFrom = since === undefined ? now - bookingsKeptMs : momentAt(since);
  const days = { from: arrivedFrom, until: now };
  const result = await withLake({ ...context, engine, bucket, days }, (lake) =>
    rebuild(
      {
        ...silent,
        clock,
        db: clients.db,
        ledgerTable: stage.physical('bookingLedger', table),
        seatTable: stage.physical('seatInventory', table),
        bus: {
          client: clients.bus,
          name: stage.physical('domainEvents', 'AWS::Events::EventBus'),
          source: 'flyhigh.inventoryUpdater',
        },
        rejected: { client: clients.store, bucket: stage.physical('failedEvents', 'AWS::S3::Bucket') },
        lake,
      },
      { arrivedFrom, arrivedUntil: now, write: !dryRun, alerts },
    ),
  );
  const { bookings, applied, known, failed, malformed } = result;
  const fed = dryRun ? 'would be fed' : `read, ${applied} applied, ${known} known already`;
  return {
    lines: [
      `${plural(bookings, 'booking')} ${fed}, ${failed.length} failed`,
      ...(malformed > 0
        ? [`  ${plural(malformed, 'event')} broke the contract and ${malformed === 1 ? 'was' : 'were'} left out`]
        : []),
      ...some(failed.map(({ bookingId, why }) => `  failed: ${bookingId}: ${why}`)),
    ],
    result,
    left: failed.length > 0,
  };
}

/** Searches are delivered every 5 minutes. */
const deliveredAfterMs = 10 * minuteMs;

async function baselines(context: Context, { weeks: given, engine, bucket, dryRun }: RebuildFlags): Promise<Outcome> {
  const { stage, clients, clock } = context;
  const weeks = Number(given);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > 57)
    throw new CannotRun('--weeks is a whole number from 1 to 57');
  const now = clock.now();
  const days = { from: now - (weeks * 7 + 2) * dayMs, until: now + dayMs };
  const result = await withLake({ ...context, engine, bucket, days }, (lake) =>
    rebuildBaseline(
      { clock, db: clients.db, lake, demandTable: stage.physical('routeDemand', table) },
      { weeks, deliveredUntil: now - deliveredAfterMs, write: !dryRun },
    ),
  );
  const { routes, learned, foldedHour } = result;
  return {
    lines: [
      `${plural(routes, 'baseline')} ${dryRun ? 'would be written' : 'written'}, up to ${sayHour(foldedHour * hourMs)}; ` +
        `${learned} know an hour of the week for three weeks`,
    ],
    result,
    left: false,
  };
}
