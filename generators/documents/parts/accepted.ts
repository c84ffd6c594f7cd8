// Answers to cdk-nag, of all stages, to one table: a row for each rule, component and reason.
import type { Artefacts } from '../../artefacts.ts';
import { code, type Markdown, md, table } from '../markdown.ts';
import { nameOf } from './objectives.ts';

interface Accepted {
  readonly rule: string;
  readonly name: string;
  readonly reason: string;
  readonly appliesTo: ReadonlySet<string>;
}

/** Stages give the same answers, about resources whose names differ by no more than the stage. */
export async function acceptedFindings({ plan, synthesis }: Pick<Artefacts, 'plan' | 'synthesis'>): Promise<Markdown> {
  const { acknowledgements, resources } = await synthesis();
  const owners = new Map(
    resources.flatMap(({ logicalId, component }) => (component === undefined ? [] : [[logicalId, component] as const])),
  );
  const rows = new Map<string, Accepted>();
  for (const [stage, answers] of acknowledgements)
    for (const { rule, component, reason, appliesTo = [] } of answers) {
      const name = nameOf(plan, component);
      const key = [rule, name, reason].join('\n');
      const named = appliesTo.map((text) =>
        withoutStage(
          withoutIds(text, owners, (id) => nameOf(plan, id)),
          plan.architecture.name,
          stage,
        ),
      );
      rows.set(key, { rule, name, reason, appliesTo: new Set([...(rows.get(key)?.appliesTo ?? []), ...named]) });
    }
  return table(
    ['Rule', 'Component', 'Why it is accepted', 'Applies to'],
    [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { rule, name, reason, appliesTo }]) => [
        rule,
        name,
        reason,
        md([...appliesTo].sort().map(code).join(' ')),
      ]),
  );
}

/**
 * "<lakeBucketF1F0D1BB.Arn>/in/*" to "<Event lake>/in/*". A token that nothing has resolved is left out: its number
 * follows from all that was made before.
 */
function withoutIds(text: string, owners: ReadonlyMap<string, string>, name: (component: string) => string): string {
  return text
    .replace(/\$\{Token\[[^\]]*\]\}/g, '…')
    .replace(/<([A-Za-z0-9]+)(?:\.[A-Za-z]+)?>/g, (written, id: string) => {
      const component = owners.get(id);
      return component === undefined ? written : `<${name(component)}>`;
    });
}

const withoutStage = (text: string, name: string, stage: string): string =>
  text.replaceAll(`${name}-${stage}-`, `${name}-<stage>-`);
