// The routes of an endpoint as its component's settings list them, for the checks and paths of those that guard or call it.
import type { Architecture, Component } from '../../compiler/architecture.ts';

/** One route: "POST /orders", the event it accepts or the request it answers, and how a caller proves who it is. */
export interface SaidRoute {
  readonly route: string;
  readonly accepts?: string;
  readonly answers?: string;
  readonly auth?: string;
}

/** Empty where the component lists no routes. */
export function saidRoutes(component: Component | undefined): readonly SaidRoute[] {
  const routes = entriesOf(component?.settings).find(([key]) => key === 'routes')?.[1];
  return entriesOf(routes).map(([route, said]) => {
    const texts = entriesOf(said).filter(
      ([key, value]) => ['accepts', 'answers', 'auth'].includes(key) && typeof value === 'string',
    );
    return { route, ...Object.fromEntries(texts) };
  });
}

/**
 * Whether an event's way into the endpoint needs the component that says who the caller is. Routes that accept an event
 * are ways in beside each other, so all of them must ask; routes that answer are different answers, so one is enough.
 */
export function asksWho(architecture: Architecture, endpoint: string, component: string, event: string): boolean {
  const routes = saidRoutes(architecture.components.get(endpoint));
  const accepting = routes.filter(({ accepts }) => accepts === event);
  const answering = routes.filter(({ answers }) => answers === event);
  return (
    (accepting.length > 0 && accepting.every(({ auth }) => auth === component)) ||
    answering.some(({ auth }) => auth === component)
  );
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
