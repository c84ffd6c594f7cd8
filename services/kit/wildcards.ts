// Statements to the answers that their wildcards need: cdk-nag asks for the evidence of each.
import type { Construct } from 'constructs';
import type { Acknowledgement, Statement } from './build.ts';

type Answer = Omit<Acknowledgement, 'component'>;

const rule = 'AwsSolutions-IAM5';

/** One answer for each statement that says why it holds wildcards. `given` are those that the policy already has; it grows. */
export function wildcardAnswers(
  construct: Construct,
  label: string,
  statements: readonly Statement[],
  given: Set<string> = new Set(),
): readonly Answer[] {
  return statements.flatMap((statement): readonly Answer[] => {
    const fresh = wildcardsOf(statement).filter((id) => !given.has(id));
    for (const id of fresh) given.add(id);
    if (statement.because === undefined || fresh.length === 0) return [];
    return [{ construct, rule, appliesTo: fresh, reason: `${label}: ${statement.because}` }];
  });
}

/** As cdk-nag names them; ARNs may be tokens. */
function wildcardsOf({ actions, resources }: Statement): readonly string[] {
  const wild = (texts: readonly string[], kind: string) =>
    texts.filter((text) => text.includes('*')).map((text) => `${kind}::${text}`);
  return [...wild(actions, 'Action'), ...wild(resources, 'Resource')];
}
