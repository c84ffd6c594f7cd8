// Settings of a firewall and what no schema can say about them.
import type { Component } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding, Path } from '../../compiler/findings.ts';
import { choice, list, object, type Properties, quantity, record, text } from '../kit/schema.ts';
import { facts } from './facts.ts';

export interface ManagedRule {
  readonly managed: string;
  readonly countOnly?: readonly string[];
  /** In place of the firewall's own. */
  readonly action?: 'count' | 'block';
  readonly unless?: readonly string[];
  readonly units?: Figure;
}

export interface RateRule {
  /** Requests a second; WAF counts them in windows. */
  readonly limit: Figure;
  readonly on?: string;
  /** In place of the firewall's own. */
  readonly action?: 'count' | 'block';
  readonly window?: Figure;
}

export type Rule = ManagedRule | RateRule;

export interface Settings {
  readonly action: 'count' | 'block';
  readonly rules: Readonly<Record<string, Rule>>;
}

export const isManaged = (rule: Rule): rule is ManagedRule => 'managed' in rule;

const usualWindowSeconds = 300;
const windows = [60, 120, 300, 600];

export const windowSeconds = (rule: RateRule): number => Math.round(rule.window?.value ?? usualWindowSeconds);

/** What WAF is told: requests in one window from one address. */
export const requestsInWindow = (rule: RateRule): number => Math.round(rule.limit.value * windowSeconds(rule));

const actions = ['count', 'block'] as const;

const rule = object(
  {
    properties: {
      managed: text('Name of a rule group that AWS keeps, e.g. AWSManagedRulesCommonRuleSet.'),
      countOnly: list(text('Name of a rule.'), 'Rules of the group that only count, whatever the action.'),
      action: choice(actions, 'What a match of this rule does, in place of the action of the firewall.'),
      unless: list(text('Start of a path, e.g. /orders.'), 'Paths on which the group is not applied.'),
      units: quantity('count', 'Capacity units (WCU) of a group that the catalogue does not know.'),
      limit: quantity('rate', 'Requests from one address, e.g. 10000 requests / 5 min. Makes it a rate rule.'),
      on: text('Start of the path to which a rate rule applies. Default: every path.'),
      window: quantity('duration', 'Time over which a rate rule counts: 1, 2, 5 or 10 minutes. Default: 5 min.'),
    },
  },
  'A managed rule group (`managed`) or a rate rule (`limit`).',
);

export const settings: Properties = {
  properties: {
    action: choice(actions, 'What a match does. Begin with count, look at what matched, then block.', 'block'),
    rules: record(rule, 'Rules by name, in the order in which they are tried.'),
  },
  required: ['rules'],
};

export function check(component: Component, { rules }: Settings): readonly Finding[] {
  return Object.entries(rules).flatMap(([name, each]) => checkRule(['components', component.id, 'rules', name], each));
}

const bad = (path: Path, message: string, hint: string): Finding => finding('bad-setting', path, message, hint);

function checkRule(path: Path, rule: Rule): readonly Finding[] {
  if ('managed' in rule && 'limit' in rule)
    return [bad(path, 'A rule is either managed or a rate rule, not both.', 'Make two rules of it.')];
  if (isManaged(rule)) return checkManaged(path, rule);
  if (rule.limit === undefined)
    return [
      bad(
        path,
        'A rule needs "managed" or "limit".',
        'Name a managed group, or say how many requests one address may send.',
      ),
    ];
  return checkRate(path, rule);
}

function checkManaged(path: Path, rule: ManagedRule): readonly Finding[] {
  const findings: Finding[] = [];
  if (!(`wcu${rule.managed}` in facts) && rule.units === undefined)
    findings.push(
      bad(
        [...path, 'managed'],
        `The catalogue does not know how many capacity units ${rule.managed} takes.`,
        'Add "units", as AWS documents them for the group.',
      ),
    );
  return [...findings, ...(rule.unless ?? []).flatMap((start, index) => checkPath([...path, 'unless', index], start))];
}

function checkRate(path: Path, rule: RateRule): readonly Finding[] {
  const findings: Finding[] = [];
  if (!windows.includes(windowSeconds(rule)))
    findings.push(bad([...path, 'window'], 'WAF counts over 1, 2, 5 or 10 minutes.', 'Take one of these.'));
  const minimum = facts.rateRuleMinimum?.value ?? 0;
  if (requestsInWindow(rule) < minimum)
    findings.push(
      bad(
        [...path, 'limit'],
        `That is fewer than ${minimum} requests in a window, which WAF cannot count.`,
        'Raise the limit or the window.',
      ),
    );
  return [...findings, ...(rule.on === undefined ? [] : checkPath([...path, 'on'], rule.on))];
}

function checkPath(path: Path, start: string): readonly Finding[] {
  return start.startsWith('/') ? [] : [bad(path, 'A path begins with "/".', `Write /${start}.`)];
}
