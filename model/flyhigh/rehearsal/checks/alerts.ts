// Alerts that were delivered against those that are due: each once and no other.

import type { Check } from '../../../../local/rehearsal.ts';
import type { RouteDemand } from '../reference/demand.ts';
import type { DueLevels } from '../reference/levels.ts';
import type { Delivered } from '../stores/alerts.ts';
import type { Item } from '../stores/tables.ts';
import type { SeededRoute } from '../traffic/message.ts';
import type { Flight } from '../traffic/network.ts';
import { wrongWords } from './alert-words.ts';
import { checkOf, keysOfBoth } from './check.ts';

/** How many alerts of each kind are due about each cabin or route, by `type about`. */
export function dueAlerts(
  levels: ReadonlyMap<string, DueLevels>,
  demand: ReadonlyMap<string, RouteDemand>,
): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  const add = (key: string) => due.set(key, (due.get(key) ?? 0) + 1);
  for (const [key, { alerts }] of levels) for (const type of alerts) add(`${type} ${key}`);
  for (const [route, { due: demanded }] of demand) if (demanded === 'due') add(`HighDemand ${route}`);
  return due;
}

/** An alert is known by its id: the bus and its topic deliver at least once, so a delivery may come again. */
export function byId(deliveries: readonly Delivered[]): readonly Delivered[] {
  return [...new Map(deliveries.map((delivery) => [delivery.id, delivery])).values()];
}

export function alertsCheck(
  levels: ReadonlyMap<string, DueLevels>,
  demand: ReadonlyMap<string, RouteDemand>,
  deliveries: readonly Delivered[],
  flights: readonly Flight[],
): Check {
  const due = dueAlerts(levels, demand);
  const found = new Map<string, number>();
  for (const { type, about } of byId(deliveries)) {
    found.set(`${type} ${about}`, (found.get(`${type} ${about}`) ?? 0) + 1);
  }
  const doubts = [
    ...[...levels].flatMap(([key, { doubt }]) => (doubt === undefined ? [] : [`${key} ${doubt}: nothing is certain`])),
    ...[...demand].flatMap(([route, { due: demanded, most, least }]) =>
      demanded === 'inDoubt' ? [`${route}: between ${least} and ${most} searches leave in doubt what is due`] : [],
    ),
  ];
  const wrong = keysOfBoth(due, found)
    .filter((key) => due.get(key) !== found.get(key))
    .map((key) => `${key}: ${found.get(key) ?? 0} alerts, ${due.get(key) ?? 0} due`);
  const count = (type: string) =>
    [...due].reduce((sum, [key, times]) => sum + (key.startsWith(`${type} `) ? times : 0), 0);
  const repeated = deliveries.length - byId(deliveries).length;
  return checkOf(
    'Every alert that is due came once and says what is true, and no other came',
    [...doubts, ...wrong, ...wrongWords(deliveries, { levels, demand, flights })],
    `${count('HighDemand')} of high demand, ${count('Oversold')} oversold, ${count('SeatsLow')} low on seats; ${repeated} delivered again with the same id`,
  );
}

/**
 * Episodes as the alerts' ids tell them: an old lease that held is announced as what it was, a new one begins anew.
 *
 * @param seededAt epoch milliseconds that the seeded leases are relative to.
 */
export function leasesCheck(
  seeded: readonly SeededRoute[],
  seededAt: number,
  demand: ReadonlyMap<string, RouteDemand>,
  deliveries: readonly Delivered[],
  items: readonly Item[],
): Check {
  const leases = new Map(items.filter(({ item }) => item === 'lease').map((item) => [String(item.route), item]));
  const ids = new Set(deliveries.map(({ id }) => id));
  const held = seeded.filter(({ lease }) => lease !== undefined && lease.untilMs > 0);
  const wrong = held.flatMap(({ route, lease }) => {
    if (!lease) return [];
    const since = seededAt + lease.sinceMs;
    const found = leases.get(route);
    if (found?.since !== since) return [`${route}: the lease that held was replaced`];
    if (demand.get(route)?.healed && !ids.has(`${route}#${since}`))
      return [`${route}: the lost announcement never came`];
    const renewed = Number(found.highUntil) > seededAt + lease.untilMs;
    return lease.announced && !renewed ? [`${route}: the lease was not renewed`] : [];
  });
  for (const [route, { due, healed }] of demand) {
    const { since } = leases.get(route) ?? {};
    if (due === 'due' && !healed && !ids.has(`${route}#${String(since)}`))
      wrong.push(`${route}: the alert is not its lease's`);
    if (due === 'notDue' && since !== undefined && Number(since) >= seededAt)
      wrong.push(`${route}: has a lease that is not due`);
  }
  return checkOf(
    'Leases of high demand begin, go on and are announced as their searches say',
    wrong,
    `${demand.size} routes searched, ${[...demand.values()].filter(({ due }) => due === 'due').length} episodes, ${held.length} leases that held before`,
  );
}
