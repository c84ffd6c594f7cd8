// The views, in the order in which documents show them. A new one is a file and a line here.
import { eventWays } from './events.ts';
import { failure } from './failure.ts';
import { overview } from './overview.ts';
import { security } from './security.ts';
import type { View } from './view.ts';

export const views: readonly View[] = [overview, eventWays, failure, security];
