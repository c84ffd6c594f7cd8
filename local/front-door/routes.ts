// A method and a path to the route that answers: literal segments go before {parameters}, and these before {greedy+} ones.
import type { RouteDefinition } from './definition.ts';

export interface Match<R> {
  readonly route: R;
  /** Percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type Matcher<R> = (method: string, segments: readonly string[]) => Match<R> | undefined;

interface Node<R> {
  readonly literal: Map<string, Node<R>>;
  parameter?: { readonly name: string; readonly node: Node<R> };
  greedy?: { readonly name: string; readonly node: Node<R> };
  readonly methods: Map<string, R>;
}

const emptyNode = <R>(): Node<R> => ({ literal: new Map(), methods: new Map() });

export function matcherOf<R extends Pick<RouteDefinition, 'method' | 'path'>>(routes: readonly R[]): Matcher<R> {
  const root = emptyNode<R>();
  for (const route of routes) {
    const end = route.path
      .split('/')
      .filter((segment) => segment !== '')
      .reduce<Node<R>>((node, segment) => child(node, segment), root);
    end.methods.set(route.method, route);
  }
  return (method, segments) => {
    const found = find(root, segments, []);
    const route = found?.node.methods.get(method) ?? found?.node.methods.get('ANY');
    return found === undefined || route === undefined
      ? undefined
      : { route, parameters: Object.fromEntries(found.parameters) };
  };
}

function child<R>(node: Node<R>, segment: string): Node<R> {
  const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
  if (name === undefined) {
    const next = node.literal.get(segment) ?? emptyNode<R>();
    node.literal.set(segment, next);
    return next;
  }
  if (plus === '+') {
    node.greedy ??= { name, node: emptyNode() };
    return node.greedy.node;
  }
  node.parameter ??= { name, node: emptyNode() };
  return node.parameter.node;
}

type Bound = readonly (readonly [string, string])[];

function find<R>(
  node: Node<R>,
  segments: readonly string[],
  parameters: Bound,
): { readonly node: Node<R>; readonly parameters: Bound } | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return node.methods.size > 0 ? { node, parameters } : undefined;
  const literal = node.literal.get(segment);
  const { parameter, greedy } = node;
  return (
    (literal === undefined ? undefined : find(literal, rest, parameters)) ??
    (parameter === undefined || segment === ''
      ? undefined
      : find(parameter.node, rest, [...parameters, [parameter.name, decoded(segment)]])) ??
    (greedy === undefined
      ? undefined
      : { node: greedy.node, parameters: [...parameters, [greedy.name, decoded(segments.join('/'))]] })
  );
}

/** A lone % is no reason to fail: it stays as it was sent. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
