// Requests at the guarded endpoints to the firewall's limits and cost.
import { definition, type Figure, formula, month, sum } from '../../compiler/figures.ts';
import type { Hop } from '../../compiler/plan/plan.ts';
import { limitUse } from '../kit/limits.ts';
import type { Sizing, SizingContext } from '../service.ts';
import { transformations } from './rules.ts';
import { isManaged, type Rule, type Settings } from './settings.ts';

type Context = SizingContext<Settings>;

export function size(context: Context): Sizing {
  const { settings, fact } = context;
  const requests = inspected(context);
  const rules = Object.values(settings.rules);
  const count = definition(rules.length, 'rules', 'rules of the model');
  const rateRules = definition(rules.filter((rule) => !isManaged(rule)).length, 'rules', 'rate rules of the model');
  return {
    capacity: [{ label: 'Requests inspected', figure: requests }],
    limits: [
      limitUse({
        id: 'requestsPerSecondPerWebAcl',
        label: 'Requests a second',
        used: requests,
        limit: fact('requestsPerSecondPerWebAcl'),
        above: 'Requests are refused; AWS raises it on request.',
      }),
      limitUse({
        id: 'rateBasedRulesPerWebAcl',
        label: 'Rate rules',
        used: rateRules,
        limit: fact('rateBasedRulesPerWebAcl'),
        above: 'Another rate rule cannot be deployed.',
      }),
      limitUse({
        id: 'wcuPerWebAcl',
        label: 'Capacity units of all rules',
        used: sum(
          'WCU',
          rules.map((rule) => units(rule, context)),
        ),
        limit: fact('wcuPerWebAcl'),
        above: 'Another rule cannot be deployed.',
      }),
    ],
    cost: [
      {
        label: 'Web ACL',
        monthlyUsd: formula('USD/month', 'webAcl * month', { webAcl: fact('webAclMonth'), month }),
        usage: false,
      },
      {
        label: 'Rules',
        monthlyUsd: formula('USD/month', 'rules * rule * month', { rules: count, rule: fact('ruleMonth'), month }),
        usage: false,
      },
      {
        label: 'Requests inspected',
        monthlyUsd: formula('USD/month', 'requests * month * price', { requests, month, price: fact('requests') }),
        usage: true,
      },
    ],
  };
}

/** Requests a second at all endpoints that it protects. */
function inspected({ outgoing, loadAt }: Context): Figure {
  return sum(
    'requests/s',
    outgoing
      .filter(({ connection }) => connection.does.includes('protect'))
      .map(({ other }) => loadAt(other.id).requestsPerSecond),
  );
}

function units(rule: Rule, { fact }: Context): Figure {
  const inputs = {
    match: fact('wcuPrefixMatch'),
    transformation: fact('wcuTextTransformation'),
    transformations: definition(transformations.length, '', 'decoded, then normalised'),
  };
  if (!isManaged(rule)) {
    if (rule.on === undefined) return fact('wcuRateRule');
    return formula('WCU', 'rate + match + transformations * transformation', { rate: fact('wcuRateRule'), ...inputs });
  }
  const group = rule.units ?? fact(`wcu${rule.managed}`);
  if (rule.unless === undefined || rule.unless.length === 0) return group;
  return formula('WCU', 'group + paths * (match + transformations * transformation)', {
    group,
    paths: definition(rule.unless.length, '', 'paths left out'),
    ...inputs,
  });
}

/** AWS publishes no time for inspection. One figure stands for median and 99th percentile, as nothing tells them apart. */
export function hop({ fact }: Context): Hop {
  const inspection = fact('inspectionP50');
  return { label: 'Inspection (one figure for both; AWS publishes none)', p50: inspection, p99: inspection };
}
