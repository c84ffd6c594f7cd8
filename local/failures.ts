// What functions answered when they failed to a line for whoever runs them: one for each function and kind of error.
import { printable } from '../compiler/terminal.ts';
import { ownerOf, resourcesOf, type Template } from '../deployment/template.ts';
import type { Resolver } from './intrinsics.ts';
import { objectIn, parsed, textIn } from './json.ts';

export interface FunctionFailure {
  /** Or its ARN; with or without an alias. */
  readonly functionName: string;
  /** What the call answered: JSON with errorType and errorMessage. */
  readonly payload: string;
}

const longestMessage = 300;

/**
 * Where nobody says it, a function that cannot even begin is no more than a 502 or a batch that comes again.
 *
 * @param log where the rest of it is found
 */
export function failureTeller(
  template: Template,
  resolve: Resolver,
  { log, say }: { readonly log: string; readonly say: (line: string) => void },
): (failure: FunctionFailure) => void {
  const components = new Map(
    resourcesOf(template, 'AWS::Lambda::Function').map(([id, resource]) => [resolve(id)?.ref, ownerOf(resource) ?? id]),
  );
  const told = new Set<string>();
  return ({ functionName, payload }) => {
    const name = /:function:([^:]+)/.exec(functionName)?.[1] ?? functionName.replace(/:.*/s, '');
    const { errorType, errorMessage } = objectIn(parsed(payload)?.value);
    const type = textIn(errorType);
    const kind = `${name} ${type}`;
    if (told.has(kind)) return;
    told.add(kind);
    // The first line; where it was thrown follows.
    const [message = ''] = textIn(errorMessage).split('\n');
    const said = printable([type, message].filter((text) => text !== '').join(': ')).slice(0, longestMessage);
    say(
      `Function ${components.get(name) ?? name} failed (${said || 'it said nothing'}). Told once; the local AWS writes more to ${log}`,
    );
  };
}
