// A route's searches of the last five minutes to a lease that is acquired, renewed or left to lapse, and announced once.

import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { minuteMs, rfc3339 } from '../common/clock.ts';
import { hotKey, type Lease, leaseItem } from '../common/demand.ts';
import { announce } from '../common/domain-events.ts';
import { conditionally } from '../common/dynamo.ts';
import { byMinute, queryFigures } from '../common/figures.ts';
import { count } from '../common/report.ts';
import { readLease } from './baseline.ts';
import type { Dependencies } from './dependencies.ts';
import { isLive, newLease, renewedBefore, untilFrom, verdictOn } from './lease.ts';
import { expectation, type Hours } from './statistics.ts';

export async function decide(dependencies: Dependencies, route: string, hours: Hours): Promise<void> {
  const now = dependencies.clock.now();
  const searches = await recentSearches(dependencies, route, now);
  const expected = expectation(hours, now);
  const lease = await readLease(dependencies, route);
  // Also one that another batch acquired and then could not announce.
  if (isLive(lease, now) && !lease.announced) await announceLease(dependencies, route, lease);
  const verdict = verdictOn(lease, searches, expected, now);
  if (verdict === 'renew') await renew(dependencies, route, now);
  if (verdict === 'acquire') {
    const acquired = newLease(searches, expected, now);
    if (await acquire(dependencies, route, acquired)) await announceLease(dependencies, route, acquired);
  }
}

async function recentSearches(dependencies: Dependencies, route: string, now: number): Promise<number> {
  const items = await queryFigures(dependencies, route, now - 4 * minuteMs, now);
  return [...byMinute(items).values()].reduce((sum, { searches }) => sum + searches, 0);
}

/** False when somebody else was faster. */
function acquire(dependencies: Dependencies, route: string, lease: Lease): Promise<boolean> {
  return update(dependencies, route, {
    UpdateExpression:
      'SET #since = :now, #highUntil = :until, #renewedAt = :now, #score = :score, #announced = :no, #hotKey = :hot',
    ConditionExpression: 'attribute_not_exists(#highUntil) OR #highUntil < :now',
    ExpressionAttributeNames: {
      '#since': 'since',
      '#highUntil': 'highUntil',
      '#renewedAt': 'renewedAt',
      '#score': 'score',
      '#announced': 'announced',
      '#hotKey': 'hotKey',
    },
    ExpressionAttributeValues: {
      ':now': lease.since,
      ':until': lease.highUntil,
      ':score': lease.score,
      ':no': false,
      ':hot': hotKey,
    },
  });
}

function renew(dependencies: Dependencies, route: string, now: number): Promise<boolean> {
  return update(dependencies, route, {
    UpdateExpression: 'SET #highUntil = :until, #renewedAt = :now',
    ConditionExpression: '#highUntil > :now AND #renewedAt < :due',
    ExpressionAttributeNames: { '#highUntil': 'highUntil', '#renewedAt': 'renewedAt' },
    ExpressionAttributeValues: { ':until': untilFrom(now), ':now': now, ':due': renewedBefore(now) },
  });
}

async function announceLease(dependencies: Dependencies, route: string, lease: Lease): Promise<void> {
  await announce(dependencies.bus, {
    id: `${route}#${lease.since}`,
    eventType: 'HighDemand',
    schemaVersion: 1,
    eventTime: rfc3339(lease.since),
    route,
    highUntil: rfc3339(lease.highUntil),
    score: lease.score,
  });
  count(dependencies, 'HighDemandAnnounced');
  await update(dependencies, route, {
    UpdateExpression: 'SET #announced = :yes',
    ConditionExpression: '#since = :since',
    ExpressionAttributeNames: { '#announced': 'announced', '#since': 'since' },
    ExpressionAttributeValues: { ':yes': true, ':since': lease.since },
  });
}

function update(
  { clock, db, demandTable }: Dependencies,
  route: string,
  expressions: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<boolean> {
  return conditionally(clock, () =>
    db.send(new UpdateCommand({ TableName: demandTable, Key: { route, item: leaseItem }, ...expressions })),
  );
}
