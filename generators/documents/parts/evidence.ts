// What runs of the model showed to tables: what was sent, what came of it, and how to do it again.
import type { Evidence } from '../../../compiler/evidence.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { code, type Markdown, md, table } from '../markdown.ts';

export interface EvidenceView {
  readonly title: string;
  readonly how: string;
  readonly again: Markdown;
  readonly sent: Markdown;
  readonly checks: Markdown;
}

export const evidenceViews = ({ architecture }: Plan): readonly EvidenceView[] => architecture.evidence.map(viewOf);

const viewOf = ({ title, how, again, sent, checks }: Evidence): EvidenceView => ({
  title,
  how,
  again: md(code(again)),
  sent: table(
    ['What', 'How much'],
    sent.map(({ label, value }) => [label, value]),
  ),
  checks: table(
    ['Claim', 'Holds', 'Counted'],
    checks.map(({ claim, holds, detail }) => [claim, holds ? 'yes' : 'NO', detail]),
  ),
});
