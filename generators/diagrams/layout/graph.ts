// A drawing to what the layout works on: its groups as a tree of blocks, its nodes with a rank in the flow.

import type { Drawing, DrawingEdge, DrawingGroup } from '../drawing.ts';

export interface Leaf {
  readonly kind: 'leaf';
  readonly group: DrawingGroup | undefined;
  /** Node ids, one list a rank: what flows into a rank comes from those before it. */
  readonly ranks: readonly (readonly string[])[];
}

export interface Container {
  readonly kind: 'container';
  readonly group: DrawingGroup | undefined;
  readonly children: readonly Block[];
}

export type Block = Leaf | Container;

export const nodesOf = (block: Block): readonly string[] =>
  block.kind === 'leaf' ? block.ranks.flat() : block.children.flatMap(nodesOf);

/** Longest path from a source, edges that close a cycle left out. */
const rankNodes = (ids: readonly string[], edges: readonly DrawingEdge[]): Map<string, number> => {
  const inside = new Set(ids);
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) if (from !== to && inside.has(from) && inside.has(to)) next.get(from)?.push(to);
  const done = new Set<string>();
  const open = new Set<string>();
  const backward = new Set<string>();
  const order: string[] = [];
  const visit = (id: string): void => {
    open.add(id);
    for (const to of next.get(id) ?? []) {
      if (open.has(to)) backward.add(`${id}\n${to}`);
      else if (!done.has(to)) visit(to);
    }
    open.delete(id);
    done.add(id);
    order.unshift(id);
  };
  const entered = new Set([...next.values()].flat());
  for (const id of [...ids.filter((one) => !entered.has(one)), ...ids]) if (!done.has(id)) visit(id);
  const rank = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const id of order) {
    for (const to of next.get(id) ?? []) {
      if (!backward.has(`${id}\n${to}`)) rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(id) ?? 0) + 1));
    }
  }
  return rank;
};

const byRank = (ids: readonly string[], edges: readonly DrawingEdge[]): string[][] => {
  const ranks = rankNodes(ids, edges);
  const rows: string[][] = [];
  for (const id of ids) {
    const rank = ranks.get(id) ?? 0;
    while (rows.length <= rank) rows.push([]);
    rows[rank]?.push(id);
  }
  return rows;
};

/** Groups as a tree; the model's order is kept, strips stand last. A parent that is unknown or its own ancestor counts as none. */
export const blocksOf = (drawing: Drawing): Container => {
  const known = new Map(drawing.groups.map((group) => [group.id, group]));
  const parentOf = (group: DrawingGroup): string | undefined => {
    const seen = new Set([group.id]);
    for (let at = group.parent; at !== undefined; at = known.get(at)?.parent) {
      if (seen.has(at) || !known.has(at)) return undefined;
      seen.add(at);
    }
    return group.parent;
  };
  const build = (group: DrawingGroup | undefined): Block => {
    const children = drawing.groups
      .filter((child) => parentOf(child) === group?.id)
      .map(build)
      .filter((child) => nodesOf(child).length > 0);
    const own = drawing.nodes
      .filter((node) => (known.has(node.group ?? '') ? node.group : undefined) === group?.id)
      .map((node) => node.id);
    const ranks = byRank(own, drawing.edges);
    if (children.length === 0 && group) return { kind: 'leaf', group, ranks };
    const loose: Block[] = own.length > 0 ? [{ kind: 'leaf', group: undefined, ranks }] : [];
    const strips = children.filter((child) => child.group?.kind === 'strip');
    return {
      kind: 'container',
      group,
      children: [...loose, ...children.filter((c) => !strips.includes(c)), ...strips],
    };
  };
  const root = build(undefined);
  return root.kind === 'container' ? root : { kind: 'container', group: undefined, children: [root] };
};
