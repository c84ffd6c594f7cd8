// Handler code that does not compile, as one error with a line per problem.
import type { BundleProblem } from './bundles.ts';

/** The model's own handler code does not compile: a user's error, found too late for a finding with a place in the model. */
export class BrokenHandlers extends Error {
  readonly problems: readonly BundleProblem[];
  constructor(problems: readonly BundleProblem[]) {
    super(problems.map(({ file, line, column, text }) => `handlers/${file}:${line}:${column}: ${text}`).join('\n'));
    this.problems = problems;
  }
}
