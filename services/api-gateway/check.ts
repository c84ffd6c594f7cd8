// Routes of an API to findings: what no schema can say about them.
import type { Architecture, Component, Connection, EventType } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Finding, Path } from '../../compiler/findings.ts';
import { notUnderstood, unsafeAsKey } from './payload.ts';
import { parseRoute, provenBy, type RouteSettings, type Settings, tokenKey, usualOrigin } from './settings.ts';
import { metaFields } from './templates.ts';

interface Asked {
  readonly path: Path;
  readonly name: string;
  readonly route: RouteSettings;
  readonly architecture: Architecture;
  readonly out: readonly Connection[];
  readonly component: Component;
}

const bad = (path: Path, message: string, hint: string, on: 'key' | 'value' = 'value'): Finding =>
  finding('bad-setting', path, message, hint, { on });

export function check(
  component: Component,
  { routes, origin }: Settings,
  architecture: Architecture,
): readonly Finding[] {
  const base: Path = ['components', component.id];
  const out = [...architecture.connections.values()].filter(({ from }) => from === component.id);
  const asked = Object.entries(routes).map(
    ([name, route]): Asked => ({ path: [...base, 'routes', name], name, route, architecture, out, component }),
  );
  const site = origin ?? usualOrigin;
  return [
    ...asked.flatMap((each) => [...checkShape(each), ...checkAuth(each), ...checkWay(each), ...checkEvent(each)]),
    ...checkSchemas(asked, architecture),
    ...checkShares(base, asked),
    ...(site === '*' || /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(site)
      ? []
      : [
          bad(
            [...base, 'origin'],
            `"${site}" is no site.`,
            'Write it as https://shop.example, or leave it out for any.',
          ),
        ]),
  ];
}

function checkShape({ path, name, route }: Asked): readonly Finding[] {
  const findings: Finding[] = [];
  const parsed = parseRoute(name);
  if (parsed === undefined)
    findings.push(
      bad(path, `"${name}" is no route.`, 'Write a method, a space and a path, e.g. "GET /orders/{id}".', 'key'),
    );
  if ((route.accepts === undefined) === (route.answers === undefined))
    findings.push(
      bad(path, 'A route either accepts an event or answers a request.', 'Say one of "accepts" and "answers".', 'key'),
    );
  if (route.accepts !== undefined && parsed !== undefined && !['POST', 'PUT', 'PATCH'].includes(parsed.method))
    findings.push(bad(path, `${parsed.method} brings no body, so it accepts no event.`, 'Use POST.', 'key'));
  if (route.throttle.value < 1)
    findings.push(
      bad(
        [...path, 'throttle'],
        'The throttle lets less than one request a second through.',
        'Raise it; API Gateway counts whole requests at once.',
      ),
    );
  return findings;
}

function checkAuth({ path, route, architecture, component }: Asked): readonly Finding[] {
  const by = provenBy(route.auth);
  const findings: Finding[] = [];
  if (by === 'token') {
    const arrow = [...architecture.connections.values()].some(
      ({ from, to, does }) => from === route.auth && to === component.id && does.includes('authorize'),
    );
    if (!arrow)
      findings.push(
        bad(
          [...path, 'auth'],
          `Nothing named ${route.auth} authorises the callers of ${component.id}.`,
          'Write iam, key, or a component with an "authorize" arrow to this one.',
        ),
      );
  }
  if (by !== 'token' && route.subject !== undefined)
    findings.push(
      bad([...path, 'subject'], 'Only a token names a subject.', 'Remove "subject", or let the route ask for a token.'),
    );
  if (
    route.subject !== undefined &&
    (!/^[A-Za-z][A-Za-z0-9]*$/.test(route.subject) || metaFields.includes(route.subject))
  )
    findings.push(
      bad(
        [...path, 'subject'],
        `"${route.subject}" cannot be the subject's name.`,
        `Take a word other than ${metaFields.join(', ')}.`,
      ),
    );
  if (route.key !== undefined && (route.key !== tokenKey || by !== 'token'))
    findings.push(
      bad(
        [...path, 'key'],
        "A key other than the event's own comes from a token only.",
        `Write ${tokenKey} on a route that asks for a token, or remove "key".`,
      ),
    );
  return findings;
}

/** Each route leads to exactly one place. */
function checkWay({ path, route, out, component }: Asked): readonly Finding[] {
  const [key, event, verb] =
    route.accepts === undefined
      ? (['answers', route.answers, 'invoke'] as const)
      : (['accepts', route.accepts, 'put'] as const);
  if (event === undefined) return [];
  const ways = out.filter(({ does, carries }) => does.includes(verb) && (carries === undefined || carries.has(event)));
  if (ways.length === 1) return [];
  return [
    bad(
      [...path, key],
      ways.length === 0
        ? `Nothing takes ${event} on from ${component.id}.`
        : `${event} leaves ${component.id} by several arrows, and a method has one target.`,
      `Let one connection from ${component.id} say "does: ${verb}" and carry ${event}.`,
    ),
  ];
}

function checkEvent({ path, route, architecture }: Asked): readonly Finding[] {
  const event = route.accepts === undefined ? undefined : architecture.workload.events.get(route.accepts);
  if (event === undefined) return [];
  if (event.schema === undefined)
    return [
      bad(
        [...path, 'accepts'],
        `${event.id} has no payload schema to validate its body by.`,
        'Give the event a "payload".',
      ),
    ];
  return checkKey(path, route, event);
}

function checkKey(path: Path, route: RouteSettings, { id, key, schema }: EventType): readonly Finding[] {
  if (route.key === tokenKey) return [];
  if (key === undefined)
    return [bad([...path, 'accepts'], `${id} has no key to spread its records by.`, 'Give the event a "key".')];
  const reason = schema === undefined ? undefined : unsafeAsKey(schema, key);
  if (reason === undefined) return [];
  return [
    bad(
      [...path, 'accepts'],
      `${id} cannot be put by its key: ${reason}.`,
      'Keys are put into a request as they are, so their pattern must keep quotes out.',
    ),
  ];
}

/** Once for each event, however many routes accept it. */
function checkSchemas(asked: readonly Asked[], architecture: Architecture): readonly Finding[] {
  const accepted = new Set(asked.flatMap(({ route }) => route.accepts ?? []));
  return [...accepted].flatMap((id) => {
    const schema = architecture.workload.events.get(id)?.schema;
    const keywords = schema === undefined ? [] : notUnderstood(schema);
    if (keywords.length === 0) return [];
    return [
      bad(
        ['workload', 'events', id, 'payload'],
        `API Gateway does not understand ${keywords.join(', ')} of this schema.`,
        'It validates a part of JSON Schema draft-04; say it with type, enum, pattern, minimum, maximum, required and the like.',
      ),
    ];
  });
}

function checkShares(base: Path, asked: readonly Asked[]): readonly Finding[] {
  const events = new Set(asked.flatMap(({ route }) => route.accepts ?? route.answers ?? []));
  return [...events].flatMap((event) => {
    const routes = asked.filter(({ route }) => (route.accepts ?? route.answers) === event);
    const shares = routes.flatMap(({ route }) => route.share ?? []);
    const total = shares.reduce((whole, share) => whole + share.value, 0);
    const open = routes.length - shares.length;
    if (shares.length === 0 || (open > 0 && total < 1) || (open === 0 && Math.abs(total - 1) < 1e-6)) return [];
    return [
      bad(
        [...base, 'routes'],
        `The shares of ${event} make ${Math.round(total * 1000) / 10} % together.`,
        'Let the routes of one event make 100 %.',
      ),
    ];
  });
}
