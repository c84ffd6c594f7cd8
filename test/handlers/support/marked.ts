// Events with something personal wherever there may be something, well formed and ill.

import { booking, cancellation, change, noon, rawRecord, search, segment } from './records.ts';

/** By the field that carries it: what the schemas mark as personal, and what leads to a person all the same. */
export const marks = {
  travellerRef: 'a11ce000-0000-4000-8000-0000000000a1',
  visitorId: 'b0b00000-0000-4000-8000-0000000000b2',
  agencyId: 'AG-MARKED',
  bookingId: 'MARKED0BOOK',
  principal: 'arn:aws:iam::000000000000:user/marked-principal',
  sourceIp: '198.51.100.77',
  email: 'marked@example.com',
  amountMinor: '98765432',
  refundMinor: '87654321',
};

/** Each as itself, as bytes that somebody printed, and without its dashes, as a profile keeps ids. */
const traces = Object.values(marks).flatMap((mark) => [
  mark,
  Buffer.from(mark).toString('base64').slice(1, -3),
  mark.replaceAll('-', ''),
]);
export const found = (text: string) => traces.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));

const { travellerRef, visitorId, agencyId, bookingId } = marks;
export const requestId = 'api-request-1';

/** A record with all that is personal in it. */
export function marked(event: object, more: object = {}) {
  const meta = { receivedAt: noon, requestId, source: 'api', principal: marks.principal, travellerRef, ...more };
  return rawRecord(JSON.stringify({ meta, event }));
}

export const sale = () =>
  booking({
    bookingId,
    travellerRef,
    agencyId,
    channel: 'agency',
    // One seat more than may be sold: it is announced as well.
    segments: [segment(9, { sellLimit: 8 })],
    added: [change(9)],
    fare: { amountMinor: Number(marks.amountMinor), currency: 'USD' },
  });
export const refund = () => cancellation({ bookingId, travellerRef, refundMinor: Number(marks.refundMinor) });
export const look = () => search({ visitorId });

/** Whoever may put past the API may put anything where the API would put its id. */
export const underOthersIds = () =>
  [marks.email, marks.principal, marks.sourceIp].flatMap((id) =>
    [sale(), look()].map((event) => marked({ ...event, eventId: otherEventId }, { requestId: id })),
  );
export const otherEventId = '01900000-0000-7000-8000-00000000dead';

/** Every way in which what a sender sends can be wrong, with something personal wherever it may stand. */
export function malformed(): readonly ReturnType<typeof rawRecord>[] {
  const values = Object.values(marks);
  return [
    rawRecord(`{"visitorId":"${visitorId}`),
    rawRecord(visitorId),
    rawRecord(JSON.stringify(values)),
    rawRecord(JSON.stringify({ [visitorId]: values, travellerRef })),
    ...values.flatMap((value) => [
      marked({ eventType: value }),
      marked({ ...sale(), eventType: value }),
      marked({ ...sale(), [value]: value, party: value }),
      ...Object.keys(sale()).map((field) =>
        marked({ ...sale(), [field]: value === sale().bookingId ? `${value}!` : [value] }),
      ),
      ...Object.keys(look()).map((field) => marked({ ...look(), [field]: { [value]: value } })),
      marked({ ...sale(), segments: [{ ...segment(1), flightId: value, [value]: 1 }] }),
      marked({ ...look(), eventId: value }),
    ]),
  ];
}
