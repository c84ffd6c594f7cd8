// Architecture and services to the templates that the real app builder makes of them, handlers replaced by a stub.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Architecture } from '../../../compiler/architecture.ts';
import type { Load } from '../../../compiler/plan/plan.ts';
import type { BuiltApp } from '../../../generators/infrastructure/app.ts';
import { buildApp } from '../../../generators/infrastructure/app.ts';
import { cdk } from '../../../services/kit/cdk.ts';
import type { Service } from '../../../services/service.ts';
import { plan } from './model.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

export const catalogueOf = (services: readonly Service[]): ReadonlyMap<string, Service> =>
  new Map(services.map((service) => [service.id, service]));

export const stubCode = () => cdk().aws_lambda.Code.fromInline('exports.handler = async () => {};');

export interface BuildOptions {
  readonly stage?: string;
  readonly inflows?: Readonly<Record<string, Load>>;
}

export function build(
  of: Architecture,
  services: readonly Service[],
  { stage = 'prod', inflows = {} }: BuildOptions = {},
): BuiltApp {
  const outdir = mkdtempSync(join(folder, 'app-'));
  return buildApp(plan(of, inflows), catalogueOf(services), stage, { handlerCode: stubCode, outdir });
}

/** Template of the stage's stack in the main Region (or of the named stack), for aws-cdk-lib/assertions. */
export function template(
  of: Architecture,
  services: readonly Service[],
  options: BuildOptions & { readonly stack?: string } = {},
): Template {
  const { app } = build(of, services, options);
  const id = options.stack ?? `${of.name}-${options.stage ?? 'prod'}`;
  const stack = app.node.children.find((child) => child.node.id === id);
  if (!cdk().Stack.isStack(stack)) throw new Error(`no stack "${id}"`);
  return Template.fromStack(stack);
}
