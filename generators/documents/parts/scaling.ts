// How each service in use takes more load, in the catalogue's words, with the components that rely on it.

import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Service } from '../../../services/service.ts';
import type { Artefacts } from '../../artefacts.ts';
import { type Markdown, table } from '../markdown.ts';
import { someOf } from '../words.ts';

export function scalingTable({ plan, catalogue }: Artefacts): Markdown {
  const users = new Map<Service, string[]>();
  for (const { component } of averageOf(plan).components.values()) {
    const service = serviceOf(component.id, plan.architecture, catalogue);
    if (service?.scales !== undefined) users.set(service, [...(users.get(service) ?? []), component.label]);
  }
  return table(
    ['Service', 'How it scales', 'Used for'],
    [...users].map(([service, labels]) => [service.title, service.scales, someOf(labels, 3)]),
  );
}
