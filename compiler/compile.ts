// A model's text to its Architecture, with every finding on the way. Nothing downstream reads YAML again.
import type { Architecture } from './architecture.ts';
import { type CheckContext, runChecks } from './checks/index.ts';
import type { Finding } from './findings.ts';
import { link } from './link/link.ts';
import type { Catalogue } from './moves.ts';
import { sortFindings } from './report.ts';
import { composeSchema, validate } from './schema/index.ts';
import { parseSource } from './source/parse.ts';
import { type ModelText, readModel } from './source/read.ts';
import { isObject, type Source } from './source/source.ts';

export interface Compiled {
  readonly source: Source;
  /** Only where no finding is an error: if one exists, it is sound. */
  readonly architecture?: Architecture;
  /** Sorted by place. */
  readonly findings: readonly Finding[];
}

/** Throws UnreadableModel where a file is named that has no text; everything else is a finding. */
export function compile(model: string | ModelText, catalogue: Catalogue): Compiled {
  const { source, findings, usable } = parseSource(typeof model === 'string' ? readModel(model) : model);
  if (!usable) return { source, findings: sortFindings(source, findings) };
  const shape = validate(source.value, composeSchema(catalogue));
  if (!isObject(source.value)) return { source, findings: sortFindings(source, [...findings, ...shape]) };

  const { draft, findings: linking, used, connectionPaths } = link(source, catalogue);
  const context: CheckContext = {
    source,
    catalogue,
    draft,
    used,
    pathOf: (id) => connectionPaths.get(id) ?? ['connections'],
  };
  const earlier = withoutEchoes([...findings, ...shape, ...linking]);
  const all = sortFindings(source, withoutEchoes([...earlier, ...runChecks(context, earlier)]));
  return all.some(({ severity }) => severity === 'error')
    ? { source, findings: all }
    : { source, architecture: draft, findings: all };
}

/** One mistake, one finding: of several with the same code at the same place, the first says it. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, path, on, span, message }) => {
    // Offsets in the whole text, and several numbers in one sentence, are places of their own.
    const key = JSON.stringify([code, path, on === 'key', span?.offset ?? 0, code === 'missing-key' ? message : '']);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
