// What services watch, as the app builder hands it to the monitor: a service that only listens.
import type { Architecture } from '../../../compiler/architecture.ts';
import type { AlarmSpec, Observed } from '../../../services/kit/build.ts';
import { defineService, type Service } from '../../../services/service.ts';
import { component } from './model.ts';
import { type BuildOptions, build } from './stack.ts';

/** What each component of the architecture asks to be watched. */
export function observed(
  of: Architecture,
  services: readonly Service[],
  options: BuildOptions = {},
): ReadonlyMap<string, Observed> {
  let seen: ReadonlyMap<string, Observed> = new Map();
  const listener = defineService({
    id: 'listener',
    title: 'Listener',
    short: 'Listener',
    mark: true,
    settings: { properties: {} },
    facts: {},
    offers: [],
    moves: [],
    construct: () => ({}),
    finish: (_context, all) => {
      seen = all;
    },
  });
  const components = new Map([...of.components, ['listener', component('listener', 'listener')] as const]);
  build({ ...of, components }, [...services, listener], options);
  return seen;
}

/** An alarm of a component, by its id. Throws where there is none. */
export function alarmOf(all: ReadonlyMap<string, Observed>, id: string, alarm: string): AlarmSpec {
  const found = all.get(id)?.alarms.find((each) => each.id === alarm);
  if (found === undefined) throw new Error(`${id} has no alarm ${alarm}`);
  return found;
}
