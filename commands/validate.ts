// `validate`: findings only.
import { understand } from '../pipeline.ts';
import { codeOf, isSound, print, report } from './common.ts';

export interface ValidateOptions {
  readonly model: string;
  readonly json: boolean;
  readonly strict: boolean;
}

export async function validate(options: ValidateOptions): Promise<number> {
  const understood = understand(options.model);
  report(understood.source, understood.findings, options.json);
  if (!isSound(understood)) return 1;
  if (!options.json && understood.findings.length === 0) {
    const { components, connections, assumptions } = understood.plan.architecture;
    print(
      `${options.model} is sound: ${components.size} components, ${connections.size} connections, ${assumptions.size} assumptions.`,
    );
  }
  return codeOf(understood.findings, options.strict);
}
