// Both stages' apps to what cdk-nag's AwsSolutions rules find, what the services answer to it, and what is left open.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import type { Catalogue } from '../../compiler/moves.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Acknowledgement } from '../../services/kit/build.ts';
import { cdk } from '../../services/kit/cdk.ts';
import { resolved } from './answers.ts';
import { type AppOptions, buildApp } from './app.ts';

export interface NagFinding {
  /** "AwsSolutions-IAM5". */
  readonly rule: string;
  /** What a rule found that finds several things in one resource: "Resource::*". */
  readonly detail?: string;
  readonly level: 'error' | 'warning';
  /** Path of the construct, beginning with its stack. */
  readonly resource: string;
  readonly message: string;
}

/** An answer to a rule, with the findings that it answers. */
export interface NagAnswer {
  readonly rule: string;
  readonly component: string;
  readonly reason: string;
  readonly resource: string;
  readonly appliesTo: readonly string[];
}

export interface NagReport {
  /** Findings that no service has answered. */
  readonly open: readonly NagFinding[];
  readonly answered: readonly NagAnswer[];
  /** Answers that break a rule of ours, as sentences: nothing to answer, two for one, no reason, a whole stack. */
  readonly faults: readonly string[];
}

const require = createRequire(import.meta.url);

export function nag(plan: Plan, catalogue: Catalogue, options: Pick<AppOptions, 'handlerCode'>): NagReport {
  const reports = [...plan.architecture.stages.keys()].map((stage) => {
    const outdir = mkdtempSync(join(tmpdir(), 'plumbline-nag-'));
    try {
      const { app, acknowledgements } = buildApp(plan, catalogue, stage, { ...options, outdir });
      return nagApp(app, acknowledgements);
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
  return {
    open: reports.flatMap(({ open }) => open),
    answered: reports.flatMap(({ answered }) => answered),
    faults: reports.flatMap(({ faults }) => faults),
  };
}

export function nagApp(app: App, acknowledgements: readonly Acknowledgement[]): NagReport {
  const findings = findingsIn(app);
  const used = new Set<string>();
  const faults: string[] = [];
  const open = findings.filter((finding) => {
    const answers = acknowledgements.filter((each) => covers(each, finding));
    if (answers.length > 1) faults.push(`${nameOf(finding)} has ${answers.length} answers; one is enough`);
    for (const answer of answers) for (const key of keysOf(answer, finding)) used.add(key);
    return answers.length === 0;
  });
  for (const each of acknowledgements) {
    const { construct, rule, reason, component } = each;
    const at = construct.node.path;
    if (cdk().Stack.isStack(construct) || cdk().App.isApp(construct))
      faults.push(`${rule} is answered for all of ${at}; an answer is for one resource`);
    if (reason.trim() === '') faults.push(`${rule} at ${at} is answered without a reason (${component})`);
    for (const id of each.appliesTo ?? [''])
      if (!used.has(keyOf(each, resolved(each, id))))
        faults.push(
          `${rule}${id === '' ? '' : `[${resolved(each, id)}]`} at ${at} is answered, but not asked (${component})`,
        );
  }
  return {
    open,
    faults,
    answered: acknowledgements.map((each) => ({
      rule: each.rule,
      component: each.component,
      reason: each.reason,
      resource: each.construct.node.path,
      appliesTo: (each.appliesTo ?? []).map((id) => resolved(each, id)),
    })),
  };
}

/** Resources as they are deployed: some come into being only when the app is synthesised. */
function findingsIn(app: App): readonly NagFinding[] {
  const { AwsSolutionsChecks } = require('cdk-nag') as typeof import('cdk-nag');
  app.synth();
  return new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, severity, description, violatingResources }) => {
      const [, rule = ruleName, detail] = /^([^[]+)(?:\[(.*)\])?$/s.exec(ruleName) ?? [];
      return violatingResources.map(
        ({ constructPath }): NagFinding => ({
          rule,
          ...(detail === undefined ? {} : { detail }),
          level: severity === 'error' ? 'error' : 'warning',
          resource: constructPath ?? '',
          message: description,
        }),
      );
    });
}

function covers(answer: Acknowledgement, finding: NagFinding): boolean {
  return (
    answer.rule === finding.rule &&
    isWithin(finding.resource, answer.construct.node.path) &&
    keysOf(answer, finding).length > 0
  );
}

const isWithin = (path: string, scope: string): boolean => path === scope || path.startsWith(`${scope}/`);

/** Which of an answer's parts fit a finding; an answer without parts fits a finding without detail only. */
function keysOf(answer: Acknowledgement, { detail }: NagFinding): readonly string[] {
  if (answer.appliesTo === undefined) return detail === undefined ? [keyOf(answer, '')] : [];
  return answer.appliesTo.map((id) => resolved(answer, id)).flatMap((id) => (id === detail ? [keyOf(answer, id)] : []));
}

const keyOf = ({ construct, rule }: Acknowledgement, id: string): string => `${construct.node.path} ${rule} ${id}`;

const nameOf = ({ rule, detail, resource }: NagFinding): string =>
  `${rule}${detail === undefined ? '' : `[${detail}]`} at ${resource}`;
