// A running stage to commands that somebody may type beside it: each way in, with credentials that open it.

import type { Row } from '../../../local/rehearsal.ts';
import type { FrontDoor } from './sending/door.ts';
import type { Traveller } from './sending/sign-in.ts';
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
  const message = traffic.messages.find(({ path }) => path === '/searches');
  const json = "-H 'content-type: application/json'";
  return [
    { label: 'Seats left of a flight, as a guest', value: `curl ${guest} ${url}/flights/${flightId}/seats` },
    { label: 'Demand for a route, as a guest', value: `curl ${guest} ${url}/routes/${route}/demand` },
    { label: 'Its figures, as revenue management', value: `curl ${signed} ${url}/routes/${route}/figures` },
    ...(message === undefined
      ? []
      : [
          {
            label: 'A search, as a guest',
            value: `curl ${guest} ${json} -d '${JSON.stringify(eventOf(message, Date.now(), []))}' ${url}/searches`,
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
