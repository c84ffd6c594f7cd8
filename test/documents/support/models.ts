// Small models of no trade for documents: one with little to say, one with hostile words, and what they become.
import { fileURLToPath } from 'node:url';
import { compile } from '../../../compiler/compile.ts';
import { planOf } from '../../../compiler/plan/index.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { Artefacts } from '../../../generators/artefacts.ts';
import { documents } from '../../../generators/documents/index.ts';
import { renderTemplate } from '../../../generators/documents/template.ts';
import type { ResourceEntry } from '../../../generators/infrastructure/resources.ts';
import type { Synthesis } from '../../../generators/infrastructure/synthesise.ts';
import { catalogue } from '../../../services/index.ts';

/** A stream that nothing reads: one stage, one scenario, today only, no objective, no range. */
export const small = `
name: small
title: Small
summary: Holds parcels.
owner: Post
kinds: [parcel]
stages: { live: { protect: true } }
assumptions:
  rate: { statement: There are $value., value: 10 parcels / s, because: Counted., group: volume }
  still: { statement: Nothing grows but by $value., value: 0 % / year, because: A closed market., group: volume }
workload:
  growth: still
  horizon: 0 years
  scenarios: { usual: { label: Usual } }
  events: { parcel: { label: Parcel, rate: rate, size: 1 kB, key: parcelId, payload: parcel.schema.json } }
groups:
  away: { label: Away }
  region: { kind: region, region: eu-west-1 }
components:
  desk: { service: external, device: server, label: Desk, in: away, purpose: Sends. }
  door: { service: api-gateway, label: Door, in: region, purpose: Takes in., routes: { POST /parcels: { accepts: parcel, auth: iam, throttle: 100 requests / s } } }
  belt: { service: kinesis-data-streams, label: Belt, in: region, purpose: Holds., mode: on-demand, retention: 24 h }
connections:
  - { from: desk, to: door, does: send, carries: [parcel], label: sends }
  - { from: door, to: belt, does: put, carries: [parcel], label: puts }
`;

/** The same with years, peaks, a what-if, ranges and objectives of each kind, one of them broken. */
export const busy = small
  .replace('horizon: 0 years', 'horizon: 2 years')
  .replace('throttle: 100', 'throttle: 200')
  .replace('value: 0 % / year,', 'value: 50 % / year, range: 0 % / year .. 100 % / year,')
  .replace('value: 10 parcels / s,', 'value: 10 parcels / s, range: 1 .. 30 parcels / s,')
  .replace(
    'usual: { label: Usual }',
    'usual: { label: Usual }, rush: { label: Rush, factor: 5, ramp: 10 s, hold: 1 h }, flood: { label: Flood, factor: 1000, whatIf: true }',
  )
  .replace(
    '\ngroups:',
    `
objectives:
  quick: { kind: latency, statement: A parcel is held within $p99., from: desk, to: belt, carrying: parcel, p99: 1 s }
  open: { kind: availability, statement: The door is open $monthly of each month., from: desk, to: belt, carrying: parcel, monthly: 99.8 % }
  safe: { kind: durability, statement: A parcel lies in $zones., at: door, zones: 3 zones }
  cheap: { kind: cost, statement: It costs at most $monthly., scenario: usual, year: 0, monthly: 10 USD }
groups:`,
  );

export interface Rendered {
  readonly artefacts: Artefacts;
  /** Document id to its Markdown. */
  readonly pages: ReadonlyMap<string, string>;
}

/** Throws where the model is not sound: then the test is wrong. */
export async function rendered(
  model: string,
  folder = 'test/documents/support',
  resources: readonly ResourceEntry[] = [],
  synthesise: (plan: Plan) => Partial<Synthesis> = () => ({}),
): Promise<Rendered> {
  const at = fileURLToPath(new URL(`../../../${folder}`, import.meta.url));
  const { architecture, findings } = compile({ text: model, file: 'architecture.yaml', folder: at }, catalogue);
  if (architecture === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
  const plan = planOf(architecture, catalogue);
  const synthesis: Synthesis = {
    templates: new Map(),
    resources,
    assemblies: new Map(),
    acknowledgements: new Map(),
    ...synthesise(plan),
  };
  const artefacts: Artefacts = {
    plan,
    catalogue,
    findings,
    cache: '',
    folder: '',
    pictures: [],
    sequences: [],
    synthesis: async () => synthesis,
    aside: async (path, source) => ({ path, source, content: '' }),
    mainAssembly: async () => '',
  };
  const pages = await Promise.all(
    documents.map(
      async (document) => [document.id, renderTemplate(document.id, await document.view(artefacts))] as const,
    ),
  );
  return { artefacts, pages: new Map(pages) };
}

/** Rows of every table as their cells, with the line; an escaped bar is no border. Folded and fenced parts included. */
export function tablesOf(page: string): readonly (readonly (readonly string[])[])[] {
  const tables: string[][][] = [];
  let open: string[][] | undefined;
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = [];
      tables.push(open);
    }
    open.push(line.replace(/^\| ?| ?\|$/g, '').split(/(?<!\\)\|/));
  }
  return tables;
}
