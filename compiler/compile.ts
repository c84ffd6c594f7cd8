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

  const { draft, findings: linking, used, unsure, connectionPaths } = link(source, catalogue);
  const context: CheckContext = {
    source,
    catalogue,
    draft,
    used,
    unsure,
    pathOf: (id) => connectionPaths.get(id) ?? ['connections'],
  };
  const earlier = withoutEchoes([...findings, ...shape, ...linking]);
  const all = sortFindings(source, withoutEchoes([...earlier, ...runChecks(context, earlier)]));
  return all.some(({ severity }) => severity === 'error')
    ? { source, findings: all }
    : { source, architecture: draft, findings: all };
}

/** What two stages say of the same mistake is said once. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  // A verb that the two services cannot do is told with what they can.
  const impossible = new Set(
    findings.filter(({ code }) => code === 'impossible-connection').map(({ path }) => path.join('/')),
  );
  // A key that no connection has is told with those of the verb that stands there.
  const unknown = new Map(
    findings.filter(({ code }) => code === 'unknown-key').map((each) => [each.path.join('/'), each]),
  );
  return findings.filter((each) => {
    const { code, path, on, span, message } = each;
    if (code === 'invalid-value' && impossible.has(path.join('/'))) return false;
    if (code === 'unknown-key' && unknown.get(path.join('/')) !== each) return false;
    const key = JSON.stringify([code, path, on === 'key', span?.offset ?? 0, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
