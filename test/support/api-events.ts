// One event of each kind that FlyHigh's API takes, as its schemas have them.

export const search = {
  eventId: '01890a5d-ac96-774b-bcce-b302099a8057',
  eventType: 'FlightSearched',
  schemaVersion: 1,
  eventTime: '2026-11-22T10:00:00.000Z',
  searchId: '01890a5d-ac96-774b-bcce-b302099a8057',
  visitorId: '3f0c8b1e-1111-4222-8333-944455566677',
  origin: 'JFK',
  destination: 'LHR',
  departOn: '2026-12-24',
  party: 2,
  device: 'web',
  consent: true,
};

export const cancellation = {
  eventId: '01890a5d-ac96-774b-bcce-b302099a8058',
  eventType: 'BookingCancelled',
  schemaVersion: 1,
  eventTime: '2026-11-22T10:00:00.000Z',
  bookingId: 'ABC123',
  bookingVersion: 2,
  consent: false,
  bookedAt: '2026-11-01T10:00:00.000Z',
  reason: 'traveller',
  segments: [],
  added: [],
  removed: [],
};

const { reason: _, ...common } = cancellation;
export const booking = {
  ...common,
  eventType: 'BookingConfirmed',
  channel: 'agency',
  agencyId: 'agency-7',
  party: 1,
  segments: [
    {
      flightId: 'FH123-2026-12-24-JFK',
      route: 'JFK-LHR',
      cabin: 'Y',
      seats: 1,
      departsAt: '2026-12-24T10:00:00.000Z',
      capacity: 180,
      sellLimit: 185,
    },
  ],
  fare: { amountMinor: 45000, currency: 'USD' },
};
