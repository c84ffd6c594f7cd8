// A function's executions, batches and time to its use of limits: AWS's, and those that the model sets.
import { definition, type Figure, formula, sum } from '../../compiler/figures.ts';
import type { LimitUse } from '../../compiler/plan/plan.ts';
import { largest, limitUse } from '../kit/limits.ts';
import type { ArrowLoad } from '../service.ts';
import { allowedOn, busyOn, type Context } from './executions.ts';
import { pollingOf } from './polling.ts';
import type { Settings } from './settings.ts';

const base64 = definition(4 / 3, '', 'Base64 writes three bytes as four');
const one = definition(1, 'records', 'one record a call');

export function limits(context: Context, busy: Figure, most: Figure): readonly LimitUse[] {
  return [
    ...accountLimit(context),
    ...reservedLimit(context, most),
    ...context.incoming.flatMap((arrow) => paceLimit(context, arrow)),
    ...batchLimits(context, busy),
  ];
}

/** All functions of an account share its executions; said once, at the function that takes most of them. */
function accountLimit(context: Context): readonly LimitUse[] {
  const { component, architecture, offering, loadAt, fact } = context;
  const functions = offering('function')
    .map(({ id }) => architecture.components.get(id))
    .flatMap((each) =>
      each?.service === component.service && each.region === component.region
        ? [{ id: each.id, busy: busyOn(loadAt(each.id), each.settings as Settings) }]
        : [],
    );
  const first = functions.reduce<(typeof functions)[number] | undefined>(
    (best, each) => (best === undefined || each.busy.value > best.busy.value ? each : best),
    undefined,
  );
  if (first?.id !== component.id) return [];
  return [
    limitUse({
      id: 'accountConcurrency',
      label: 'Executions of all functions together',
      used: sum(
        'executions',
        functions.map((each) => each.busy),
      ),
      limit: fact('concurrentExecutionsDefault'),
      above:
        'Calls are throttled: senders see an error, streams and queues wait. Ask for more; the quota is adjustable.',
    }),
  ];
}

function reservedLimit({ settings, stage }: Context, most: Figure): readonly LimitUse[] {
  if (settings.reserved === undefined || !stage.protect) return [];
  return [
    limitUse({
      id: 'reserved',
      label: 'Executions reserved for it',
      used: most,
      limit: settings.reserved,
      ours: true,
      above: 'Calls are throttled: senders see an error, streams and queues wait. Raise "reserved".',
    }),
  ];
}

/** Whether a function works off as much as comes: more executions at work than Lambda allows means falling behind. */
function paceLimit({ partitionsOf, settings }: Context, arrow: ArrowLoad): readonly LimitUse[] {
  const allowed = allowedOn(arrow, partitionsOf(arrow.other.id));
  if (allowed === undefined) return [];
  return [
    limitUse({
      id: `pace.${arrow.connection.id}`,
      label: `Pace of batches from ${arrow.other.label}`,
      used: busyOn(arrow.load, settings),
      limit: allowed,
      ours: true,
      above: 'It falls behind and its records grow old. Raise "parallel", or give it more memory.',
    }),
  ];
}

function batchLimits({ incoming, settings, fact }: Context, busy: Figure): readonly LimitUse[] {
  const { duration, timeout } = settings;
  const fed = incoming.filter((arrow) => allowedOn(arrow, one) !== undefined);
  const batch = largest('records', [one, ...fed.map(({ connection }) => pollingOf(connection).batch)]);
  const time = limitUse({
    id: 'timeout',
    label: 'Time for a full batch',
    used: formula('s', 'perBatch + batch * perEvent', { ...duration, batch }),
    limit: timeout,
    ours: true,
    above: 'Lambda ends the call and tries the batch again. Raise "timeout", or make batches smaller.',
  });
  const payload = fed.map(({ connection, load }) =>
    formula('B', 'batch * size * base64', {
      batch: pollingOf(connection).batch,
      size: largest(
        'B',
        load.flows.map((flow) => flow.bytesPerRecord),
      ),
      base64,
    }),
  );
  return [
    ...(busy.value > 0 ? [time] : []),
    ...(payload.length === 0
      ? []
      : [
          limitUse({
            id: 'payload',
            label: 'Bytes of a full batch',
            used: largest('B', payload),
            limit: fact('payloadSync'),
            above: 'Lambda cuts the batch there: nothing is lost, but there are more calls.',
          }),
        ]),
  ];
}
