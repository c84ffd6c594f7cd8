// Templates to a plain list of their resources, by the component or connection that each comes from.
import { componentKey, connectionKey, sharedKey } from '../../services/kit/owners.ts';

export interface ResourceEntry {
  readonly stage: string;
  readonly stack: string;
  readonly logicalId: string;
  /** CloudFormation type. */
  readonly type: string;
  readonly component?: string;
  readonly connection?: string;
  /** What a whole stack shares. */
  readonly shared?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
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

/** One stage's, in the order of the stacks given, then by owner, type and logical id. */
export function resourcesOf(stage: string, templates: ReadonlyMap<string, string>): readonly ResourceEntry[] {
  return [...templates].flatMap(([file, text]) => {
    const template: Template = JSON.parse(text);
    return Object.entries(template.Resources ?? {})
      .map(([logicalId, { Type, Metadata = {}, Properties = {} }]): ResourceEntry => {
        const component = Metadata[componentKey];
        const connection = Metadata[connectionKey];
        const shared = Metadata[sharedKey];
        return {
          stage,
          stack: file.replace(/\.template\.json$/, ''),
          logicalId,
          type: Type,
          ...(typeof component === 'string' ? { component } : {}),
          ...(typeof connection === 'string' ? { connection } : {}),
          ...(typeof shared === 'string' ? { shared } : {}),
          metadata: Metadata,
          properties: Properties,
        };
      })
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  });
}

/** Components first, then connections, then what is shared. */
const sortKey = ({ component, connection, shared, type, logicalId }: ResourceEntry): string =>
  [component ? 0 : connection ? 1 : 2, component ?? connection ?? shared ?? '', type, logicalId].join('\n');
