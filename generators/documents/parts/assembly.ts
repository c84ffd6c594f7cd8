// What the synthesised templates hold, for documents: alarms and the accepted findings of cdk-nag.
import type { Artefacts } from '../../artefacts.ts';
import { code, type Markdown, md, table } from '../markdown.ts';
import { nameOf } from './objectives.ts';

/** Alarms of the main stage, as they stand in its templates. */
export async function alarmTable(artefacts: Artefacts): Promise<Markdown> {
  const { templates } = await artefacts.synthesis();
  const stage = `-${artefacts.plan.mainStage}`;
  const rows = [...templates].flatMap(([name, text]) => {
    if (!name.includes(stage)) return [];
    const template: {
      readonly Resources?: Readonly<
        Record<string, { readonly Type?: unknown; readonly Properties?: Readonly<Record<string, unknown>> }>
      >;
    } = JSON.parse(text);
    return Object.values(template.Resources ?? {}).flatMap(({ Type, Properties = {} }) =>
      Type === 'AWS::CloudWatch::Alarm'
        ? [
            [
              String(Properties.AlarmName ?? ''),
              `${comparison(Properties.ComparisonOperator)} ${String(Properties.Threshold ?? '')}`,
              String(Properties.AlarmDescription ?? ''),
            ],
          ]
        : [],
    );
  });
  return table(
    ['Alarm', 'Raised', 'Why, and what to do'],
    rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'from',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'down to',
};
const comparison = (operator: unknown): string =>
  typeof operator === 'string' ? (comparisons[operator] ?? operator) : '';

/** One row per rule and component: what is accepted, with the reason. Stages give the same answers once. */
export async function acceptedFindings(artefacts: Artefacts): Promise<Markdown> {
  const { acknowledgements } = await artefacts.synthesis();
  const rows = new Map<string, readonly (string | Markdown)[]>();
  for (const accepted of [...acknowledgements.values()].flat()) {
    const name = nameOf(artefacts.plan, accepted.component);
    const key = [accepted.rule, name, accepted.reason, ...(accepted.appliesTo ?? [])].join('\n');
    rows.set(key, [accepted.rule, name, accepted.reason, md((accepted.appliesTo ?? []).map(code).join(' '))]);
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return table(['Rule', 'Component', 'Why it is accepted', 'Applies to'], sorted);
}
