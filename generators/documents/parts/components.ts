// Components for documents: purpose, reasons, settings, limits at peak, arrows, failure and cost, grouped as drawn.
import type { Component, Connection } from '../../../compiler/architecture.ts';
import { type Figure, isFigure } from '../../../compiler/figures.ts';
import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Artefacts } from '../../artefacts.ts';
import { figureText, shareText, usdText } from '../figure-text.ts';
import { bullets, code, folded, type Markdown, md, say, stacked, table } from '../markdown.ts';
import type { View } from '../template.ts';
import { listed } from '../words.ts';
import { nameOf } from './objectives.ts';
import { type PeakUse, peakOf } from './peaks.ts';

export function componentGroups(artefacts: Artefacts): readonly View[] {
  const { architecture } = artefacts.plan;
  return [...architecture.groups.values()].flatMap((group) => {
    const components = [...architecture.components.values()].filter((component) => component.group === group.id);
    if (components.length === 0) return [];
    return [{ label: group.label, components: components.map((component) => componentView(component, artefacts)) }];
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
    settings: service?.outside ? md('') : settingsOf(component),
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
    capacity: (average?.capacity ?? []).map(({ label, figure }) => ({ label, figure: figureText(figure) })),
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

/** The other ends, each with what the arrow is called: "Booking stream (*pushes sales*)". */
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

/** Settings as written, flattened: "holds.items: 300,000 items". */
function settingsOf(component: Component): Markdown {
  const lines: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (value === undefined) return;
    if (isFigure(value)) lines.push(`${path}: ${settingText(value)}`);
    else if (Array.isArray(value)) lines.push(`${path}: ${value.map(String).join(', ')}`);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path} ${key}`);
    else lines.push(`${path}: ${String(value)}`);
  };
  walk(component.settings, '');
  return folded('Settings', bullets(lines));
}

/** A share or factor as written: 85 % says more than 0.85. */
const settingText = (figure: Figure): string =>
  figure.unit === '' && figure.origin.kind === 'setting' ? figure.origin.text : figureText(figure);
