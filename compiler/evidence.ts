// What runs of a model showed, kept beside it by the runs themselves: read here so that the documents can tell it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { finding } from './codes.ts';
import type { Finding } from './findings.ts';
import { list, object, type Schema, text } from './schema/parts.ts';
import { validate } from './schema/validate.ts';
import { quoted } from './wording.ts';

/** One run, e.g. of a rehearsal on the local AWS. */
export interface Evidence {
  /** What was tried, in a few words. */
  readonly title: string;
  /** How, and on what: what of it was real, emulated or simulated. */
  readonly how: string;
  /** Command that does it again. */
  readonly again: string;
  readonly sent: readonly EvidenceRow[];
  readonly checks: readonly EvidenceCheck[];
}

export interface EvidenceRow {
  readonly label: string;
  readonly value: string;
}

export interface EvidenceCheck {
  /** A sentence that holds or does not. */
  readonly claim: string;
  readonly holds: boolean;
  /** What was counted. */
  readonly detail: string;
}

/** Below the model's folder: a JSON file a run. */
export const evidenceFolder = 'rehearsal/evidence';

const maxBytes = 1_000_000;

const schema: Schema = object(
  {
    properties: {
      title: text('What was tried.'),
      how: text('How, and on what.'),
      again: text('Command that does it again.'),
      sent: list(
        object(
          { properties: { label: text('What.'), value: text('How much.') }, required: ['label', 'value'] },
          'A row.',
        ),
        'What was sent.',
      ),
      checks: list(
        object(
          {
            properties: {
              claim: text('A sentence.'),
              holds: { type: 'boolean', description: 'Whether it holds.' },
              detail: text('What was counted.'),
            },
            required: ['claim', 'holds', 'detail'],
          },
          'A claim.',
        ),
        'What came of it.',
      ),
    },
    required: ['title', 'how', 'again', 'sent', 'checks'],
  },
  'What a run showed.',
);

/** By name of their files. A file that no run has written is a finding. */
export function readEvidence(modelFolder: string): {
  readonly evidence: readonly Evidence[];
  readonly findings: readonly Finding[];
} {
  const folder = join(modelFolder, evidenceFolder);
  const evidence: Evidence[] = [];
  const findings: Finding[] = [];
  for (const name of filesIn(folder)) {
    const read = readOne(join(folder, name));
    if ('why' in read) {
      const message = `${quoted(`${evidenceFolder}/${name}`)} is not what a run writes: ${read.why}`;
      findings.push(
        finding('evidence-unreadable', ['name'], message, 'Delete it, or do the run again that writes it.'),
      );
    } else evidence.push(read);
  }
  return { evidence, findings };
}

const isEvidence = (value: unknown): value is Evidence => validate(value, schema).length === 0;

function filesIn(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function readOne(file: string): Evidence | { readonly why: string } {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > maxBytes) return { why: 'it is no file of at most 1 MB.' };
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { why: error instanceof SyntaxError ? 'it is not JSON.' : 'it cannot be read.' };
  }
  return isEvidence(value) ? value : { why: 'it is JSON of another form.' };
}
