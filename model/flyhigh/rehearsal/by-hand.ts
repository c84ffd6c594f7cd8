// A running stage to commands that somebody may type beside it: each way in, with credentials that open it.

import type { Row } from '../../../local/rehearsal.ts';
import type { FrontDoor } from './sending/door.ts';
import type { Traveller } from './sending/sign-in.ts';
import { chance } from './traffic/chance.ts';
import type { Message } from './traffic/message.ts';
import type { Traffic } from './traffic/plan.ts';
import { eventOf } from './traffic/stamp.ts';

export interface ByHand {
  readonly frontDoor: FrontDoor;
  readonly region: string;
  readonly traffic: Traffic;
  readonly traveller: Traveller | undefined;
}

export function byHand({ frontDoor, region, traffic, traveller }: ByHand): readonly Row[] {
  const { url, apiKey = '', caller } = frontDoor;
  const [flightId = ''] = traffic.full.map(({ flight }) => flight.flightId);
  const [route = ''] = traffic.routes.flatMap(({ story, seeded }) => (story === 'surge' ? [seeded.route] : []));
  const guest = `-H 'x-api-key: ${apiKey}'`;
  const signed = `--aws-sigv4 aws:amz:${region}:execute-api --user ${caller.accessKeyId}:${caller.secretAccessKey}`;
  const search = traffic.messages.find(({ path }) => path === '/searches');
  const sale = traffic.messages.find(({ draft }) => draft.eventType === 'BookingConfirmed');
  const json = "-H 'content-type: application/json'";
  return [
    { label: 'Seats left of a flight, as a guest', value: `curl ${guest} ${url}/flights/${flightId}/seats` },
    { label: 'Demand for a route, as a guest', value: `curl ${guest} ${url}/routes/${route}/demand` },
    { label: 'Its figures, as revenue management', value: `curl ${signed} ${url}/routes/${route}/figures` },
    ...(search === undefined
      ? []
      : [{ label: 'A search, as a guest', value: `curl ${guest} ${json} -d '${sentNow(search)}' ${url}/searches` }]),
    ...(sale === undefined
      ? []
      : [
          {
            label: 'A sale, as the booking application',
            value: `curl ${signed} ${json} -d '${sentNow(sale, { bookingId: bookingOfTheirs })}' ${url}/bookings`,
          },
        ]),
    ...(traveller === undefined
      ? []
      : [
          {
            label: 'Offers, as a traveller who is signed in for an hour',
            value: `curl -H 'authorization: ${traveller.accessToken}' ${url}/me/offers`,
          },
        ]),
  ];
}

/** Sold to nobody yet: traffic has ids of its own kind. */
const bookingOfTheirs = 'BYHAND';

/** Quotes have no place in a text that stands between quotes, and none is in what is made here. */
function sentNow(message: Message, more: object = {}): string {
  const key = chance(Date.now(), 'by hand').hex(18);
  return JSON.stringify({ ...eventOf({ ...message, key }, Date.now(), []), ...more });
}
