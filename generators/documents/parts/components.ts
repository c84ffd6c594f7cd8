// Components for documents: purpose, reasons, settings, limits at peak, arrows, failure and cost, grouped as drawn.
import type { Component, Connection } from '../../../compiler/architecture.ts';
import type { Figure } from '../../../compiler/figures.ts';
import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { LimitUse } from '../../../compiler/plan/plan.ts';
import type { Artefacts } from '../../artefacts.ts';
import { figureText, shareText, usdText } from '../figure-text.ts';
import { bullets, code, escapeMarkdown, folded, type Markdown, md, table } from '../markdown.ts';
import type { View } from '../template.ts';
import { peakOf } from './peaks.ts';

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
    settings: settingsOf(component),
    arrows: bullets([
      ...connections.filter((each) => each.to === component.id).map((each) => arrow(each, artefacts)),
      ...connections.filter((each) => each.from === component.id).map((each) => arrow(each, artefacts)),
    ]),
    capacity: (average?.capacity ?? []).map(({ label, figure }) => ({ label, figure: figureText(figure) })),
    limits: limitsTable(limits),
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

function arrow(connection: Connection, { plan }: Artefacts): Markdown {
  const name = (id: string): string => plan.architecture.components.get(id)?.label ?? id;
  const [from, label, to] = [name(connection.from), connection.label, name(connection.to)].map(escapeMarkdown);
  return md(`${from} → *${label}* → ${to}`);
}

const limitsTable = (limits: readonly (LimitUse & { readonly scenario: string })[]): Markdown =>
  table(
    ['Limit', '>Used at peak', '>Limit', '>Share', 'Peak', 'Above it'],
    limits.map((use) => [
      use.label,
      figureText(use.used),
      figureText(use.limit),
      shareText(use.share.value),
      use.scenario,
      use.above,
    ]),
  );

const isFigure = (value: unknown): value is Figure =>
  typeof value === 'object' && value !== null && 'origin' in value && 'unit' in value && 'value' in value;

/** Settings as written, flattened: "holds.items: 300,000 items". */
function settingsOf(component: Component): Markdown {
  const lines: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (value === undefined) return;
    if (isFigure(value)) lines.push(`${path}: ${figureText(value)}`);
    else if (Array.isArray(value)) lines.push(`${path}: ${value.map(String).join(', ')}`);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path} ${key}`);
    else lines.push(`${path}: ${String(value)}`);
  };
  walk(component.settings, '');
  return folded('Settings', bullets(lines));
}
