// `rebuild`: inventory, or the baselines of demand, from the lake.
import { type Clock, dayMs, hourMs, minuteMs } from '../../handlers/common/clock.ts';
import { rebuildBaseline } from '../baseline.ts';
import { CannotRun } from '../cannot-run.ts';
import { bookingsKeptMs, momentAt, sayHour } from '../hours.ts';
import { type Engine, withLake } from '../open-lake.ts';
import { rebuild } from '../rebuild.ts';
import { plural, silent, some, type Work } from './command.ts';

export interface RebuildFlags {
  readonly baseline: boolean;
  readonly weeks?: string;
  readonly since?: string;
  readonly alerts: boolean;
  readonly engine?: Engine;
  readonly bucket?: string;
  readonly dryRun: boolean;
}

const table = 'AWS::DynamoDB::GlobalTable';

/** Throws CannotRun on options that make no sense, or none together. */
export function rebuildWork(flags: RebuildFlags, clock: Clock): Work {
  const { baseline, weeks, since, alerts, engine, bucket } = flags;
  if (!baseline && weeks !== undefined) throw new CannotRun('--weeks is of baselines: say --baseline with it');
  if (baseline && since !== undefined) throw new CannotRun('--since is of the inventory: with --baseline say --weeks');
  if (baseline && alerts) throw new CannotRun('--alerts is of the inventory: leave it away, or --baseline');
  if (bucket !== undefined && engine === 'athena')
    throw new CannotRun('Athena knows no copy of the lake: leave --engine away, or --bucket');
  return baseline ? baselines(flags, clock) : inventory(flags, clock);
}

function inventory({ since, alerts, engine, bucket, dryRun }: RebuildFlags, clock: Clock): Work {
  const now = clock.now();
  const arrivedFrom = since === undefined ? now - bookingsKeptMs : momentAt(since);
  return async (context) => {
    const { stage, clients } = context;
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
  };
}

/** Searches are delivered every 5 minutes. */
const deliveredAfterMs = 10 * minuteMs;

function baselines({ weeks: given = '8', engine, bucket, dryRun }: RebuildFlags, clock: Clock): Work {
  const weeks = Number(given);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > 57)
    throw new CannotRun('--weeks is a whole number from 1 to 57');
  const now = clock.now();
  return async (context) => {
    const { stage, clients } = context;
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
  };
}
