// Plan to one sequence diagram per event that enters: who hands it to whom, in the order in which load reaches them.

import { averageOf } from '../../compiler/plan/average.ts';
import { lineage } from '../../compiler/plan/paths.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { toSequence } from './mermaid.ts';

export interface EventSequence {
  readonly id: string;
  readonly title: string;
  readonly mermaid: string;
}

export function sequencesOf(plan: Plan): readonly EventSequence[] {
  const { architecture } = plan;
  const { loads } = averageOf(plan);
  const entering = [...architecture.workload.events.values()].filter((event) => event.madeBy === undefined);
  return entering.map((event) => {
    const events = lineage(architecture, event.id);
    const carrying = [...architecture.connections.values()].filter(
      (connection) => !connection.onFailure && loads.get(connection.id)?.flows.some((flow) => events.has(flow.event)),
    );
    const ordered = [...carrying].sort((a, b) => (a.step ?? 99) - (b.step ?? 99));
    const ids = [...new Set(ordered.flatMap((connection) => [connection.from, connection.to]))];
    const label = (id: string): string => architecture.components.get(id)?.label ?? id;
    const title = `${event.label}, step by step`;
    const messages = ordered.map(({ from, to, label: text }) => ({ from, to, label: text }));
    return {
      id: event.id,
      title,
      mermaid: toSequence(
        title,
        ids.map((id) => ({ id, label: label(id) })),
        messages,
      ),
    };
  });
}
