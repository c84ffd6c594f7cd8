// What was sent and what was answered, against what stands in the streams and what was set aside.

import type { Check } from '../../../../local/rehearsal.ts';
import type { Arrival } from '../reference/arrivals.ts';
import type { Poisoned, Refused, Sent } from '../sending/outbox.ts';
import type { SetAside } from '../stores/objects.ts';
import { canonical, checkOf, number } from './check.ts';

export function acceptedCheck(sent: readonly Sent[]): Check {
  const wrong = sent.filter(({ status }) => status !== 202);
  const again = sent.filter(({ tries }) => tries > 1).length;
  return checkOf(
    'Every good event was accepted',
    wrong.map(({ event, status }) => `${event.eventType} ${event.eventId} was answered ${status}`),
    `${number(sent.length)} requests answered 202, ${number(again)} of them sent again for want of an answer`,
  );
}

export function refusedCheck(refused: readonly Refused[]): Check {
  const wrong = refused.flatMap(({ malformed: { kind, path, answer: due }, answer: { status, text } }) => {
    const said = `POST ${path} with ${kind} was answered ${status}`;
    if (status !== due) return [`${said}, not ${due}`];
    return due === 400 && reasonIn(text) === '' ? [`${said} without a reason`] : [];
  });
  const kinds = new Set(refused.map(({ malformed }) => malformed.kind)).size;
  return checkOf(
    'Every malformed or foreign request was refused, malformed bodies with the reason',
    wrong,
    `${number(refused.length)} requests of ${kinds} kinds`,
  );
}

function reasonIn(text: string): string {
  try {
    const { reason }: { readonly reason?: unknown } = JSON.parse(text);
    return typeof reason === 'string' ? reason : '';
  } catch {
    return '';
  }
}

/** @param arrivals all that the API put, in both streams. */
export function streamsCheck(
  sent: readonly Sent[],
  arrivals: readonly Arrival[],
  travellerRefs: readonly string[],
): Check {
  const found = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const list = found.get(arrival.event.eventId);
    if (list) list.push(arrival);
    else found.set(arrival.event.eventId, [arrival]);
  }
  const wrong: string[] = [];
  for (const [eventId, group] of groupedById(sent)) {
    const records = found.get(eventId) ?? [];
    found.delete(eventId);
    const accepted = group.filter(({ status }) => status === 202).length;
    const tried = group.reduce((sum, { tries }) => sum + tries, 0);
    if (records.length < accepted)
      wrong.push(`${eventId} was accepted ${accepted} times and stands ${records.length} times`);
    if (records.length > tried) wrong.push(`${eventId} was sent ${tried} times and stands ${records.length} times`);
    const [first] = group;
    if (first && records.some((record) => !same(first, record, travellerRefs)))
      wrong.push(`${eventId} is not as it was sent`);
  }
  wrong.push(...[...found.keys()].map((eventId) => `${eventId} was never sent`));
  return checkOf(
    'The streams hold every accepted event as it was sent, and no other but those put there on purpose',
    wrong,
    `${number(arrivals.length)} records of ${number(new Set(arrivals.map(({ event }) => event.eventId)).size)} events`,
  );
}

function same({ event, message }: Sent, record: Arrival, travellerRefs: readonly string[]): boolean {
  const signedIn = message.path === '/me/searches' ? travellerRefs[message.traveller ?? -1] : undefined;
  return record.travellerRef === signedIn && canonical(record.event) === canonical(event);
}

function groupedById(sent: readonly Sent[]): ReadonlyMap<string, readonly Sent[]> {
  const groups = new Map<string, Sent[]>();
  for (const each of sent) {
    const group = groups.get(each.event.eventId);
    if (group) group.push(each);
    else groups.set(each.event.eventId, [each]);
  }
  return groups;
}

/** @param stream physical name of the stream whose malformed records are put aside as objects. */
export function setAsideCheck(poisoned: readonly Poisoned[], rejected: readonly SetAside[], stream: string): Check {
  const place = (shard: string, sequenceNumber: string) => `${shard} ${sequenceNumber}`;
  const found = new Map(rejected.map((object) => [place(object.shard, object.sequenceNumber), object]));
  const due = poisoned.filter(({ poison }) => poison.stream === 'bookingStream');
  const wrong: string[] = [];
  for (const { poison, shard, sequenceNumber } of due) {
    const object = found.get(place(shard, sequenceNumber));
    found.delete(place(shard, sequenceNumber));
    if (!object) wrong.push(`"${poison.kind}" was not set aside`);
    else if (!object.reason.includes(poison.blames))
      wrong.push(`"${poison.kind}" was set aside for another reason: "${object.reason}"`);
    else if (object.stream !== stream || Buffer.from(object.data, 'base64').toString('utf8') !== poison.data) {
      wrong.push(`"${poison.kind}" was not set aside as it was`);
    }
  }
  wrong.push(...[...found.values()].map(({ key, reason }) => `${key} was set aside: ${reason}`));
  return checkOf(
    'Every malformed sale that got past the API was set aside whole with its reason, and nothing else was',
    wrong,
    `${due.length} malformed sales, ${due.length} objects`,
  );
}
