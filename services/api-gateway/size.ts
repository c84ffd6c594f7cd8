// Requests by route to an API's limits, cost and time.
import { definition, type Figure, formula, month, sum, zero } from '../../compiler/figures.ts';
import type { Hop, LimitUse } from '../../compiler/plan/plan.ts';
import { largest, limitUse } from '../kit/limits.ts';
import type { Sizing, SizingContext } from '../service.ts';
import { type Route, routesOf, type Settings } from './settings.ts';

type Context = SizingContext<Settings>;

export function size(context: Context): Sizing {
  const { inflow, settings, fact } = context;
  const requests = inflow.requestsPerSecond;
  const throttles = sum(
    'requests/s',
    routesOf(settings).map((route) => route.throttle),
  );
  return {
    capacity: [
      { label: 'Requests', figure: requests },
      { label: 'Most that the throttles of all methods let through', figure: throttles },
    ],
    limits: [
      ...throttled(context),
      limitUse({
        id: 'accountThrottleRate',
        label: 'Requests a second of the account',
        used: requests,
        limit: fact('accountThrottleRate'),
        above: 'Callers get 429 and send again; AWS raises it on request.',
      }),
      limitUse({
        id: 'accountThrottleBurst',
        label: "Requests while the account's bucket refills",
        used: formula('requests', 'requests * burst / rate', {
          requests,
          burst: fact('accountThrottleBurst'),
          rate: fact('accountThrottleRate'),
        }),
        limit: fact('accountThrottleBurst'),
        above: 'Callers get 429 and send again; AWS does not raise it.',
      }),
      limitUse({
        id: 'restPayload',
        label: 'Largest body',
        used: largest(
          'B',
          inflow.flows.map((flow) => flow.bytesPerRecord),
        ),
        limit: fact('restPayload'),
        above: 'The caller gets 413.',
      }),
      limitUse({
        id: 'restResourcesPerApi',
        label: 'Resources of the API',
        used: definition(resourceCount(settings), 'resources', 'parts of the paths of the model'),
        limit: fact('restResourcesPerApi'),
        above: 'Another path cannot be deployed; AWS raises it on request.',
      }),
    ],
    cost: [{ label: 'Requests', monthlyUsd: requestCost(context), usage: true }],
  };
}

function requestCost({ inflow, fact }: Context): Figure {
  return formula(
    'USD/month',
    'month * (min(requests, end1) * price1 + min(max(requests - end1, 0), end2 - end1) * price2' +
      ' + min(max(requests - end2, 0), end3 - end2) * price3 + max(requests - end3, 0) * price4)',
    {
      month,
      requests: inflow.requestsPerSecond,
      end1: fact('restTier1Ends'),
      end2: fact('restTier2Ends'),
      end3: fact('restTier3Ends'),
      price1: fact('restRequestsTier1'),
      price2: fact('restRequestsTier2'),
      price3: fact('restRequestsTier3'),
      price4: fact('restRequestsTier4'),
    },
  );
}

/** Routes that say their share are held against their own throttle; those of one event that do not, against theirs together. */
function throttled(context: Context): readonly LimitUse[] {
  const routes = routesOf(context.settings);
  return [...new Set(routes.map((route) => route.event))].flatMap((event) => {
    const ofEvent = routes.filter((route) => route.event === event);
    const said = ofEvent.filter((route) => route.share !== undefined);
    const open = ofEvent.filter((route) => route.share === undefined);
    const groups = [...said.map((route) => [route]), ...(open.length > 0 ? [open] : [])];
    return groups.map((group) => throttle(group, arriving(context, event), said));
  });
}

function throttle(group: readonly Route[], arrives: Figure, said: readonly Route[]): LimitUse {
  const names = group.map(({ name }) => name).join(', ');
  return limitUse({
    id: `throttle ${names}`,
    label:
      group.length === 1
        ? `Throttle of ${names}`
        : `Throttles of ${group.length} routes together, ${group[0]?.name} among them`,
    used: usedBy(group, arrives, said),
    limit: sum(
      'requests/s',
      group.map((route) => route.throttle),
    ),
    ours: true,
    above: 'Callers of the method get 429 and send again; change one value of the model.',
  });
}

function usedBy(group: readonly Route[], arrives: Figure, said: readonly Route[]): Figure {
  const share = group[0]?.share;
  if (share !== undefined) return formula('requests/s', 'requests * share', { requests: arrives, share });
  if (said.length === 0) return arrives;
  const taken = sum(
    '',
    said.flatMap((route) => route.share ?? []),
  );
  return formula('requests/s', 'requests * (1 - taken)', { requests: arrives, taken });
}

const arriving = ({ inflow }: Context, event: string): Figure =>
  inflow.flows.find((flow) => flow.event === event)?.recordsPerSecond ?? zero('requests/s');

/** One resource for each different beginning of a path. */
function resourceCount(settings: Settings): number {
  const parts = routesOf(settings).flatMap(({ path }) => {
    const names = path.split('/').slice(1);
    return names.map((_, index) => names.slice(0, index + 1).join('/'));
  });
  return new Set(parts).size;
}

export function hop({ fact }: Context): Hop {
  return { label: 'Validation and authorisation', p50: fact('restOverheadP50'), p99: fact('restOverheadP99') };
}
