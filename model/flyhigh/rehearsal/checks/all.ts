// Everything that was sent and everything that stands in the stores, to one check for each promise. Pure.

import type { Check } from '../../../../local/rehearsal.ts';
import { type Arrival, arrivalOf, type RawRecord } from '../reference/arrivals.ts';
import { dueDemand, type RouteDemand } from '../reference/demand.ts';
import { type BatchOf, type Counts, finalFigures, liveFigures } from '../reference/figures.ts';
import { type DueLevels, dueLevels } from '../reference/levels.ts';
import { type ExpectedProfile, expectedProfiles } from '../reference/profiles.ts';
import { type ExpectedSeats, expectedSeats } from '../reference/seats.ts';
import type { Log, Poisoned } from '../sending/outbox.ts';
import type { Delivered } from '../stores/alerts.ts';
import type { LakeRow } from '../stores/lake.ts';
import type { SetAside } from '../stores/objects.ts';
import type { Item } from '../stores/tables.ts';
import { seatKey } from '../traffic/network.ts';
import type { Traffic } from '../traffic/plan.ts';
import { alertsCheck, leasesCheck } from './alerts.ts';
import { acceptedCheck, refusedCheck, setAsideCheck, streamsCheck } from './entry.ts';
import { finalFiguresCheck, liveFiguresCheck } from './figures.ts';
import { ledgerCheck, levelsCheck, seatsCheck } from './inventory.ts';
import { lakeCheck } from './lake.ts';
import { profilesCheck } from './profiles.ts';

/** What is known without looking into a store of the pipeline's. */
export interface Known {
  readonly traffic: Traffic;
  readonly log: Log;
  /** Everything that the streams hold. */
  readonly records: readonly RawRecord[];
  readonly travellerRefs: readonly string[];
  /** Epoch milliseconds that the seeded leases are relative to. */
  readonly seededAt: number;
  readonly batchOf?: BatchOf;
}

export interface Reference {
  readonly arrivals: readonly Arrival[];
  readonly seats: ExpectedSeats;
  readonly levels: ReadonlyMap<string, DueLevels>;
  readonly demand: ReadonlyMap<string, RouteDemand>;
  /** By `route minute`, of distinct events. */
  readonly figures: ReadonlyMap<string, Counts>;
  readonly profiles: ReadonlyMap<string, ExpectedProfile>;
  /** Travellers whose profiles were erased on the way. */
  readonly erased: ReadonlySet<string>;
}

/** What the stores hold. */
export interface Stores {
  readonly seats: readonly Item[];
  readonly ledger: readonly Item[];
  readonly demand: readonly Item[];
  readonly profiles: readonly Item[];
  /** Before the recount. */
  readonly figures: readonly Item[];
  /** After it. */
  readonly recounted: readonly Item[];
  readonly deliveries: readonly Delivered[];
  readonly rejected: readonly SetAside[];
  readonly lake: readonly LakeRow[];
  /** Physical name of the stream whose malformed records become objects. */
  readonly bookingStream: string;
}

export function referenceOf({ traffic, log, records, travellerRefs, seededAt }: Known): Reference {
  const arrivals = arrivalsOf(records, log.poisoned);
  const settled = new Set(traffic.full.map(({ flight, cabin }) => seatKey({ flightId: flight.flightId, cabin })));
  const erasures = log.erased.map((erasure) => ({ ...erasure, travellerRef: travellerRefs[erasure.traveller] ?? '' }));
  return {
    arrivals,
    seats: expectedSeats(arrivals),
    levels: dueLevels(traffic.steps, traffic.flights, settled),
    demand: dueDemand(arrivals, traffic.seeded, seededAt),
    figures: finalFigures(arrivals),
    profiles: expectedProfiles(arrivals, erasures),
    erased: new Set(erasures.map(({ travellerRef }) => travellerRef)),
  };
}

/** Everything that the streams hold, but for what was put there past the API. */
function arrivalsOf(records: readonly RawRecord[], poisoned: readonly Poisoned[]): readonly Arrival[] {
  const place = ({ shard, sequenceNumber }: { readonly shard: string; readonly sequenceNumber: string }) =>
    `${shard} ${sequenceNumber}`;
  const past = new Set(poisoned.map(place));
  return records.filter((record) => !past.has(place(record))).map(arrivalOf);
}

export function checksOf(known: Known, reference: Reference, stores: Stores): readonly Check[] {
  const { traffic, log, travellerRefs, seededAt, batchOf } = known;
  const { arrivals, seats, levels, demand, figures, profiles, erased } = reference;
  return [
    acceptedCheck(log.sent),
    refusedCheck(log.refused),
    streamsCheck(log.sent, arrivals, travellerRefs),
    setAsideCheck(log.poisoned, stores.rejected, stores.bookingStream),
    seatsCheck(seats, stores.seats, traffic.flights),
    ledgerCheck(seats, stores.ledger),
    levelsCheck(levels, stores.seats),
    alertsCheck(levels, demand, stores.deliveries, traffic.flights),
    leasesCheck(traffic.seeded, seededAt, demand, stores.deliveries, stores.demand),
    liveFiguresCheck(liveFigures(arrivals, batchOf), stores.figures),
    finalFiguresCheck(figures, stores.recounted),
    lakeCheck(arrivals, stores.lake, foreignIds(log.poisoned)),
    profilesCheck(profiles, stores.profiles, erased),
  ];
}

function foreignIds(poisoned: readonly Poisoned[]): ReadonlySet<string> {
  return new Set(poisoned.flatMap(({ poison: { data } }) => /"eventId":"([^"]+)"/.exec(data)?.slice(1, 2) ?? []));
}
