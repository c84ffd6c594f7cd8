// What FlyHigh's functions are connected to, until the model itself says so: ids to the variables each is given.

import { environmentVariable } from '../../services/kit/environment.ts';

const ledger = environmentVariable('bookingLedger', 'table');
const seats = environmentVariable('seatInventory', 'table');
const figures = environmentVariable('liveFigures', 'table');
const demand = environmentVariable('routeDemand', 'table');
const profiles = environmentVariable('travellerProfiles', 'table');
const bus = environmentVariable('domainEvents', 'bus');
const failed = environmentVariable('failedEvents', 'bucket');

export const functions = [
  { id: 'inventoryUpdater', variables: [ledger, seats, bus, failed] },
  { id: 'liveAnalytics', variables: [figures] },
  { id: 'demandDetector', variables: [figures, demand, bus] },
  { id: 'profileBuilder', variables: [profiles] },
  { id: 'insights', variables: [profiles, demand, figures, seats] },
  {
    id: 'redriver',
    variables: [
      failed,
      environmentVariable('inventoryUpdater', 'function'),
      environmentVariable('profileBuilder', 'function'),
    ],
  },
  {
    id: 'reconciler',
    variables: [
      ledger,
      seats,
      figures,
      environmentVariable('adHocQueries', 'workgroup'),
      environmentVariable('eventCatalogue', 'database'),
    ],
  },
] as const;
