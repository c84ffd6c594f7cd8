// Routes among a component's settings to a table, and a day on which all their throttles are full to what it adds to the month.
import type { Component } from '../../../compiler/architecture.ts';
import { type Figure, isFigure, reevaluate } from '../../../compiler/figures.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { formatNumber } from '../../../compiler/quantities/index.ts';
import { secondsPerMonth } from '../../../compiler/time.ts';
import type { Artefacts } from '../../artefacts.ts';
import { usdText } from '../figure-text.ts';
import { type Markdown, md, say, stacked, table } from '../markdown.ts';
import { listed } from '../words.ts';
import { nameOf } from './objectives.ts';
import { settingsIn, settingText } from './settings.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly said: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Routes are known by their shape: a record named "routes" by "METHOD /path". Empty where there is none. */
function routesOf({ settings }: Component): readonly Route[] {
  const routes = 'routes' in settings ? settings.routes : undefined;
  return Object.entries(isRecord(routes) ? routes : {}).flatMap(([name, said]) => {
    const [method = '', path = ''] = name.split(' ');
    return isRecord(said) && path !== '' ? [{ method, path, said }] : [];
  });
}

const columns = ['accepts', 'answers', 'auth', 'throttle'];

export function routeTable(component: Component, { plan }: Artefacts): Markdown {
  const routes = routesOf(component);
  if (routes.length === 0) return md('');
  const { events } = plan.architecture.workload;
  return stacked([
    table(
      ['Method', 'Path', 'Takes or answers', 'Who may call', '>Throttle', 'Goes to', 'Beside'],
      routes.map(({ method, path, said }) => {
        const event = [said.accepts, said.answers].find((each) => typeof each === 'string');
        const label = event === undefined ? '' : (events.get(event)?.label ?? event);
        return [
          method,
          path,
          event === undefined ? '' : `${said.accepts === event ? 'takes' : 'answers'} ${label}`,
          typeof said.auth === 'string' ? nameOf(plan, said.auth) : '',
          isFigure(said.throttle) ? settingText(said.throttle, plan) : '',
          event === undefined ? '' : goesTo(component, event, plan),
          settingsIn(said, plan, columns)
            .map((each) => `${each.path} ${each.text}`)
            .join(', '),
        ];
      }),
    ),
    worstDay(component, plan),
  ]);
}

const goesTo = (component: Component, event: string, plan: Plan): string =>
  [...plan.architecture.connections.values()]
    .filter(({ from, carries }) => from === component.id && carries?.has(event) === true)
    .map(({ to }) => nameOf(plan, to))
    .join(', ');

const day = 86400;

/** Every cost that follows this component's requests by their number, in a month in which they stand at the throttles for one day. */
function worstDay(component: Component, plan: Plan): Markdown {
  const throttles = routesOf(component).flatMap(({ said }): readonly Figure[] =>
    isFigure(said.throttle) ? [said.throttle] : [],
  );
  const average = averageOf(plan);
  const requests = average.components.get(component.id)?.inflow.requestsPerSecond;
  if (requests === undefined || throttles.length === 0) return md('');
  const most = throttles.reduce((total, { value }) => total + value, 0);
  const memo = new Map([[requests, requests.value + ((most - requests.value) * day) / secondsPerMonth]]);
  const added = [...average.components].flatMap(([id, { monthlyUsd }]) => {
    const more = reevaluate(monthlyUsd, new Map(), memo) - monthlyUsd.value;
    return more >= 0.01 ? [say`${nameOf(plan, id)} ${usdText(more)} USD`] : [];
  });
  if (added.length === 0) return md('');
  return say`A day with all throttles full is ${formatNumber((most * day) / 1e6)} million requests. Lines that follow their number alone add to the month: ${listed(added)}. What else stands behind is billed on top, within its own bounds.`;
}
