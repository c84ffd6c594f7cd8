// Components, connections and frames that are drawn without words.
import { finding } from '../codes.ts';
import type { Finding, Path } from '../findings.ts';
import { isObject, valueAt } from '../source/source.ts';
import { quoted } from '../wording.ts';
import type { Check, CheckContext } from './check.ts';

export const unlabelled: Check = {
  code: 'unlabelled',
  needs: 'words',
  run: ({ source, draft, pathOf }) => [
    ...[...draft.components.keys()].flatMap((id) => labelAt(source, ['components', id], id, 'what it is for')),
    ...[...draft.connections.keys()].flatMap((id) =>
      labelAt(source, pathOf(id), id, 'what it does, e.g. "puts by order"'),
    ),
    ...[...draft.groups.values()].flatMap(({ id, kind }) =>
      isPlain(source.value, id, kind) ? labelAt(source, ['groups', id], id, 'what it holds', true) : [],
    ),
  ],
};

/** A kind that is misspelt is reported as such. */
function isPlain(value: unknown, id: string, kind: string): boolean {
  const written = valueAt(value, ['groups', id, 'kind']);
  return kind === 'strip' || (kind === 'plain' && (written === undefined || written === 'plain'));
}

function labelAt(
  source: CheckContext['source'],
  path: Path,
  id: string,
  says: string,
  wanted = false,
): readonly Finding[] {
  const owner = valueAt(source.value, path);
  if (!isObject(owner)) return [];
  const { label } = owner;
  const hint = `Say ${says}, in a few words.`;
  // A missing one is reported with the schema where the schema asks for it.
  if (label === undefined) {
    return wanted ? [finding('unlabelled', path, `Group ${quoted(id)} has no label.`, hint, { on: 'key' })] : [];
  }
  if (typeof label !== 'string') return [];
  if (!/[\p{L}\p{N}]/u.test(label))
    return [finding('unlabelled', [...path, 'label'], `The label of ${quoted(id)} is blank.`, hint)];
  if (label.trim() === id)
    return [finding('unlabelled', [...path, 'label'], `The label of ${quoted(id)} only repeats its id.`, hint)];
  return [];
}
