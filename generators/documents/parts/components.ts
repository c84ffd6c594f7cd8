// Components for documents: purpose, reasons, settings, limits at peak, arrows, failure and cost, grouped as drawn.
import type { Component, Connection } from '../../../compiler/architecture.ts';
import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { Artefacts } from '../../artefacts.ts';
import { figureText, shareText, usdText } from '../figure-text.ts';
import { bullets, code, folded, type Markdown, md, say, stacked, table } from '../markdown.ts';
import type { View } from '../template.ts';
import { listed } from '../words.ts';
import { nameOf } from './objectives.ts';
import { type PeakUse, peakOf } from './peaks.ts';
import { routeTable } from './routes.ts';
import { settingsIn, settingText } from './settings.ts';

export function componentGroups(
  artefacts: Artefacts,
  budgets: ReadonlyMap<string, readonly string[]>,
): readonly View[] {
  const { architecture } = artefacts.plan;
  return [...architecture.groups.values()].flatMap((group) => {
    const components = [...architecture.components.values()].filter((component) => component.group === group.id);
    if (components.length === 0) return [];
    return [
      {
        label: group.label,
        components: components.map((component) => ({
          ...componentView(component, artefacts),
          budget: budgets.get(component.id)?.join(', '),
        })),
      },
    ];
  });
}

function componentView(component: Component, artefacts: Artefacts): View {
  const { plan, catalogue } = artefacts;
  const service = serviceOf(component.id, plan.architecture, catalogue);
  const average = averageOf(plan).components.get(component.id);
  const connections = [...plan.architecture.connections.values()];
  const limits = peakOf(plan, component.id);
  return {
    label: component.label,
    service: service?.title ?? component.service,
    id: md(code(component.id)),
    purpose: component.purpose,
    because: component.because,
    fails: component.fails,
    recovery: component.recovery,
    erasure: component.erasure,
    stages: component.stages?.join(', '),
    region: component.region,
    settings: service?.outside ? md('') : settingsOf(component, plan),
    routes: routeTable(component, artefacts),
    incoming: ends(
      connections.filter(({ to }) => to === component.id),
      'from',
      artefacts,
    ),
    outgoing: ends(
      connections.filter(({ from }) => from === component.id),
      'to',
      artefacts,
    ),
    capacity: (average?.capacity ?? []).map(({ label, figure }) => ({
      label,
      figure: figure.origin.kind === 'setting' ? settingText(figure, plan) : figureText(figure),
    })),
    limits: limitsView(limits),
    cost: average && average.cost.length > 0 ? `${usdText(average.monthlyUsd.value)} USD a month` : undefined,
    costLines: folded(
      'Cost in detail',
      table(
        ['Line', '>USD a month', 'Follows the load'],
        (average?.cost ?? []).map((line) => [line.label, usdText(line.monthlyUsd.value), line.usage ? 'yes' : 'no']),
      ),
    ),
  };
}

/** The other ends, each with what the arrow is called: "Order queue (*hands over*)". */
const ends = (connections: readonly Connection[], end: 'from' | 'to', { plan }: Artefacts): Markdown =>
  listed(connections.map((each) => say`${nameOf(plan, each[end])} (*${each.label}*)`));

/** Below a hundredth of use, in every planned scenario, a limit is of no interest. */
const worthSaying = 0.01;

function limitsView(limits: readonly PeakUse[]): Markdown {
  const shown = limits.filter(({ share }) => share.value >= worthSaying);
  const rest = limits.filter(({ share }) => share.value < worthSaying);
  return stacked([
    limitsTable(shown),
    folded(`${shown.length === 0 ? 'Limits' : 'Other limits'}, less than 1 % used`, limitsTable(rest)),
  ]);
}

const limitsTable = (limits: readonly PeakUse[]): Markdown =>
  table(
    ['Limit', '>Used at the peak', '>Allowed', '>Share', 'Peak', 'Above it'],
    limits.map((use) => [
      use.label,
      figureText(use.used),
      figureText(use.limit),
      shareText(use.share.value),
      use.scenario,
      use.above,
    ]),
  );

/** Settings as written, flattened: "memory: 512 MiB". Routes have a table of their own. */
const settingsOf = ({ settings }: Component, plan: Plan): Markdown =>
  folded('Settings', bullets(settingsIn(settings, plan, ['routes']).map(({ path, text }) => `${path}: ${text}`)));
