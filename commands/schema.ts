// `schema`: the model language's JSON Schema on standard output.
import { schemaText } from '../compiler/schema/index.ts';
import { catalogue } from '../pipeline.ts';

export async function schema(): Promise<number> {
  process.stdout.write(schemaText(catalogue));
  return 0;
}
