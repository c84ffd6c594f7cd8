// What several commands do: read the model or say why not, report findings, know the cache.
import { join } from 'node:path';
import { codes } from '../compiler/codes.ts';
import type { Finding } from '../compiler/findings.ts';
import { printFindings, toJson } from '../compiler/report.ts';
import { UnreadableModel } from '../compiler/source/read.ts';
import type { Source } from '../compiler/source/source.ts';
import { ownPackages } from '../deployment/own-packages.ts';
import { BrokenHandlers } from '../generators/infrastructure/broken-handlers.ts';
import { CannotWrite } from '../generators/output/write.ts';
import { NoLocalAws } from '../local/aws/python.ts';
import type { Understood } from '../pipeline.ts';

/** Something outside the model stands in the way: one clear sentence, exit code 2. */
export class CouldNotRun extends Error {}

/** Faults that are the user's or the machine's, with their exit code; undefined for ours. */
export function expected(error: unknown): { readonly message: string; readonly code: number } | undefined {
  const outside = [CouldNotRun, UnreadableModel, CannotWrite, NoLocalAws].some((fault) => error instanceof fault);
  if (error instanceof Error && outside) return { message: error.message, code: 2 };
  if (error instanceof BrokenHandlers) return { message: error.message, code: 1 };
  if (error instanceof Error && 'syscall' in error) return { message: error.message, code: 2 };
  return undefined;
}

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

export const complain = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Bundles, by content, beside the installed packages: never in the user's folders. PLUMBLINE_CACHE names another place. */
export function cacheFolder(): string {
  const { PLUMBLINE_CACHE } = process.env;
  if (PLUMBLINE_CACHE) return PLUMBLINE_CACHE;
  return join(ownPackages(), '.cache', 'plumbline');
}

/** Exit code of findings alone: errors always; when strict, warnings too, but for what may stay. */
export const codeOf = (findings: readonly Finding[], strict: boolean): number =>
  findings.some(({ severity, code }) => severity === 'error' || (strict && !codes.get(code)?.mayStay)) ? 1 : 0;

export function report(source: Source, findings: readonly Finding[], json: boolean): void {
  if (json) print(toJson(source, findings));
  else if (findings.length > 0) complain(printFindings(source, findings, { colour: useColour(process.stderr) }));
}

/** On a terminal, unless NO_COLOR says otherwise; elsewhere only where FORCE_COLOR asks for it. */
export function useColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  return stream.isTTY === true || !['', '0', 'false'].includes(FORCE_COLOR ?? '');
}

export const isSound = (
  understood: Understood,
): understood is Understood & { readonly plan: NonNullable<Understood['plan']> } => understood.plan !== undefined;
