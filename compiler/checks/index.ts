// The checks across a model, and running them: as far as the model's soundness allows, each that can run does.
import type { CodeId } from '../codes.ts';
import type { Finding } from '../findings.ts';
import type { Catalogue } from '../moves.ts';
import { serviceOf } from '../moves.ts';
import type { Plan } from '../plan/plan.ts';
import { sortFindings } from '../report.ts';
import type { Source } from '../source/source.ts';
import { carriesAbsent } from './carries-absent.ts';
import { carriesMissing } from './carries-missing.ts';
import { carriesUnneeded } from './carries-unneeded.ts';
import type { Check, CheckContext, PlanCheck } from './check.ts';
import { digitsInStatement } from './digits-in-statement.ts';
import { eventUnreceived } from './event-unreceived.ts';
import { eventUnstored } from './event-unstored.ts';
import { handlerMissing } from './handler-missing.ts';
import { limitExceeded } from './limit-exceeded.ts';
import { loadCycle } from './load-cycle.ts';
import { objectiveBroken } from './objective-broken.ts';
import { objectiveWithoutPath } from './objective-without-path.ts';
import { outsideRange } from './outside-range.ts';
import { payloadUnsupported } from './payload-unsupported.ts';
import { personalDataUnkept } from './personal-data-unkept.ts';
import { sameLabel } from './same-label.ts';
import { unknownRegion } from './unknown-region.ts';
import { unlabelled } from './unlabelled.ts';
import { unreachable } from './unreachable.ts';
import { unsourcedFigure } from './unsourced-figure.ts';
import { unusedAssumption } from './unused-assumption.ts';
import { valueNotStated } from './value-not-stated.ts';

export type { Check, CheckContext, PlanCheck, PlanCheckContext } from './check.ts';

export const checks: readonly Check[] = [
  unlabelled,
  sameLabel,
  unknownRegion,
  digitsInStatement,
  valueNotStated,
  outsideRange,
  unusedAssumption,
  payloadUnsupported,
  handlerMissing,
  carriesMissing,
  carriesUnneeded,
  unreachable,
  loadCycle,
  carriesAbsent,
  eventUnreceived,
  eventUnstored,
  personalDataUnkept,
];

export const planChecks: readonly PlanCheck[] = [objectiveWithoutPath, unsourcedFigure, objectiveBroken, limitExceeded];

/** Errors after which a component, connection or event is not what was meant, so that following events would mislead. */
const structural: ReadonlySet<string> = new Set<CodeId>([
  'duplicate-key',
  'unknown-key',
  'missing-key',
  'wrong-type',
  'invalid-value',
  'unknown-service',
  'unknown-reference',
  'duplicate-id',
  'impossible-connection',
]);

/** `earlier` are the findings of reading and linking. */
export function runChecks(context: CheckContext, earlier: readonly Finding[]): readonly Finding[] {
  const words = run('words', context);
  if (earlier.some(isStructural)) return words;
  const structure = [...run('structure', context), ...serviceChecks(context)];
  const halfSaid = structure.some(({ code }) => code === 'carries-missing');
  return [...words, ...structure, ...(halfSaid ? [] : run('flow', context))];
}

const run = (needs: Check['needs'], context: CheckContext): readonly Finding[] =>
  checks.filter((check) => check.needs === needs).flatMap((check) => check.run(context));

function isStructural({ code, path }: Finding): boolean {
  const [first, second] = path;
  if (!structural.has(code)) return false;
  // A repeated key is placed by its offset, without a path.
  return (
    first === undefined ||
    // A section with a misspelt name is missing with all that stands in it.
    (second === undefined && code === 'unknown-key') ||
    first === 'components' ||
    first === 'connections' ||
    (first === 'workload' && second !== 'scenarios')
  );
}

/** What services say of settings that a schema cannot say, where these could be linked. */
function serviceChecks({ draft, catalogue, unsure }: CheckContext): readonly Finding[] {
  return [...draft.components.values()].flatMap((component) => {
    if (unsure.has(component.id)) return [];
    return serviceOf(component.id, draft, catalogue)?.check?.(component, component.settings, draft) ?? [];
  });
}

/** Findings over the Plan of a sound model, sorted by place. */
export function checkPlan(plan: Plan, catalogue: Catalogue, source: Source): readonly Finding[] {
  return sortFindings(
    source,
    planChecks.flatMap((check) => check.run({ plan, catalogue })),
  );
}
