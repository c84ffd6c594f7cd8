// Objectives against what is computed, and the path behind each.
import type { Objective } from '../../../compiler/architecture.ts';
import type { ObjectiveResult, Plan } from '../../../compiler/plan/plan.ts';
import { secondsPerMonth } from '../../../compiler/time.ts';
import { durationText, figureText, shareText, usdText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';
import type { View } from '../template.ts';

/** A figure as an objective of this kind shows it. */
export const objectiveValue = (objective: Objective, figure: ObjectiveResult['computed']): string => {
  switch (objective.kind) {
    case 'latency':
      return durationText(figure.value);
    case 'availability':
      return shareText(figure.value);
    case 'cost':
      return `${usdText(figure.value)} USD`;
    case 'durability':
      return figureText(figure);
  }
};

export const nameOf = (plan: Plan, id: string): string =>
  plan.architecture.components.get(id)?.label ?? plan.architecture.connections.get(id)?.label ?? id;

/** Where a hop is: the component, or the two ends of an arrow. */
export function placeOf(plan: Plan, id: string): string {
  const connection = plan.architecture.connections.get(id);
  return connection === undefined
    ? nameOf(plan, id)
    : `${nameOf(plan, connection.from)} → ${nameOf(plan, connection.to)}`;
}

export function objectiveTable(plan: Plan): Markdown {
  return table(
    ['Objective', '>Promised', '>Computed', 'Verdict', 'What it rests on most'],
    [...plan.architecture.objectives.values()].map((objective) => {
      const result = plan.objectives.get(objective.id);
      if (result === undefined) return [objective.statement, '', 'no path', 'broken', ''];
      return [
        objective.statement,
        objectiveValue(objective, result.promised),
        objectiveValue(objective, result.computed),
        result.kept ? 'kept' : 'BROKEN',
        placeOf(plan, result.blame),
      ];
    }),
  );
}

/** One view per latency objective: hops with median and 99th percentile. */
export function latencyViews(plan: Plan): readonly View[] {
  return [...plan.architecture.objectives.values()].flatMap((objective) => {
    const path = plan.objectives.get(objective.id)?.latency;
    if (objective.kind !== 'latency' || path === undefined) return [];
    return [
      {
        statement: objective.statement,
        kept: plan.objectives.get(objective.id)?.kept ? 'Kept' : 'Broken',
        p50: durationText(path.p50.value),
        p99: durationText(path.p99.value),
        promised: durationText(objective.p99.value),
        hops: table(
          ['Where', 'What takes time', '>Median', '>99th percentile'],
          path.hops.map((hop) => [
            placeOf(plan, hop.at),
            hop.label,
            durationText(hop.p50.value),
            durationText(hop.p99.value),
          ]),
        ),
      },
    ];
  });
}

export function availabilityViews(plan: Plan): readonly View[] {
  return [...plan.architecture.objectives.values()].flatMap((objective) => {
    const path = plan.objectives.get(objective.id)?.availability;
    if (path === undefined) return [];
    const down = (1 - path.availability.value) * secondsPerMonth;
    return [
      {
        statement: objective.statement,
        availability: shareText(path.availability.value),
        downtime: durationText(down),
        parts: table(
          ['Component', '>Monthly uptime of its SLA'],
          path.parts.map((part) => [nameOf(plan, part.component), shareText(part.sla.value)]),
        ),
      },
    ];
  });
}
