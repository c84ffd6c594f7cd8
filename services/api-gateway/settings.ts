// Settings of an API: its routes, read from "METHOD /path" to what a method needs to know.
import type { Figure } from '../../compiler/figures.ts';
import { object, type Properties, quantity, record, reference, type Schema, text } from '../kit/schema.ts';

export interface RouteSettings {
  readonly accepts?: string;
  readonly answers?: string;
  readonly auth: string;
  readonly key?: string;
  readonly subject?: string;
  readonly throttle: Figure;
  readonly share?: Figure;
}

export interface Settings {
  readonly routes: Readonly<Record<string, RouteSettings>>;
  readonly origin?: string;
  readonly slow?: Figure;
  readonly failing?: Figure;
}

export interface Route extends RouteSettings {
  /** As written: "POST /orders". */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** What it accepts or answers. */
  readonly event: string;
  readonly by: 'iam' | 'key' | 'token';
}

/** `key: token.sub` takes the stream's key from who the caller is, not from what the body says. */
export const tokenKey = 'token.sub';

const routePattern = /^(GET|POST|PUT|PATCH|DELETE) ((?:\/(?:[A-Za-z0-9_.~-]+|\{[A-Za-z][A-Za-z0-9]*\}))+)$/;

/** Undefined where the name is not "METHOD /path". */
export function parseRoute(name: string): { readonly method: string; readonly path: string } | undefined {
  const [, method, path] = routePattern.exec(name) ?? [];
  return method === undefined || path === undefined ? undefined : { method, path };
}

/** Routes that cannot be read are left out: a finding names them. */
export function routesOf({ routes }: Settings): readonly Route[] {
  return Object.entries(routes).flatMap(([name, said]) => {
    const parsed = parseRoute(name);
    const event = said.accepts ?? said.answers;
    if (parsed === undefined || event === undefined) return [];
    return [{ ...said, ...parsed, name, event, by: provenBy(said.auth) }];
  });
}

export const provenBy = (auth: string): Route['by'] => (auth === 'iam' || auth === 'key' ? auth : 'token');

const proofs: Readonly<Record<Route['by'], string>> = { iam: 'IAM signature', key: 'API key', token: 'token' };

/** By what callers who send these events prove who they are, in the order of the routes. */
export const admits = (settings: Settings, events: readonly string[]): readonly string[] => [
  ...new Set(routesOf(settings).flatMap(({ by, event }) => (events.includes(event) ? proofs[by] : []))),
];

/** Names in {brackets}. */
export const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);

export const usualOrigin = '*';

const route: Schema = object(
  {
    properties: {
      accepts: reference('event', 'Event that it takes in, validates against the payload schema and puts to a stream.'),
      answers: reference('event', 'Request that it passes to a function and answers.'),
      auth: text(
        'Who may call: iam (signed by an AWS role), key (an API key: a handle, not a secret), or the component that signs people in.',
      ),
      key: text('Where the partition key comes from, if not from the field that the event names: token.sub.'),
      subject: text("Name under which the caller's token.sub is put into the record's meta."),
      throttle: quantity('rate', 'Requests a second that the method lets through, and as many at once.'),
      share: quantity('share', 'Share of the event that comes this way, where several routes take it.'),
    },
    required: ['auth', 'throttle'],
  },
  'What one method does.',
);

export const settings: Properties = {
  properties: {
    routes: record(route, 'Methods by "METHOD /path", e.g. "GET /orders/{id}".'),
    origin: text('Site whose pages may call from a browser, e.g. https://shop.example. Default: any.'),
    slow: quantity('duration', 'Integration time at the 99th percentile above which a ticket is raised.', '300 ms'),
    failing: quantity('share', 'Share of requests answered with a 5xx above which someone is paged.', '1 %'),
  },
  required: ['routes'],
};
