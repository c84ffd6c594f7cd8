// The text of a synthesised template to its resources, each with the component that it belongs to.
import type { Plan } from '../../../compiler/plan/plan.ts';
import { componentKey } from '../../../services/kit/owners.ts';

export interface TemplateResource {
  readonly type: string;
  readonly component?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources?: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Metadata?: Readonly<Record<string, unknown>>;
        readonly Properties?: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

export function resourcesIn(text: string): readonly TemplateResource[] {
  const { Resources = {} }: Template = JSON.parse(text);
  return Object.values(Resources).map(({ Type, Metadata, Properties = {} }) => {
    const component = Metadata?.[componentKey];
    return { type: Type, ...(typeof component === 'string' ? { component } : {}), properties: Properties };
  });
}

/** Stacks are named "<model>-<stage>", those of further Regions with the Region behind it. */
export function stageOf({ architecture: { name, stages } }: Plan, file: string): string | undefined {
  const stack = file.replace(/\.template\.json$/, '');
  return [...stages.keys()]
    .filter((stage) => stack === `${name}-${stage}` || stack.startsWith(`${name}-${stage}-`))
    .reduce<string | undefined>(
      (longest, each) => (longest && longest.length > each.length ? longest : each),
      undefined,
    );
}
