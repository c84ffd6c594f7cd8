// `schema`: the model language on standard output, as JSON Schema or as a page to read.
import { referenceText, schemaText } from '../compiler/schema/index.ts';
import { catalogue } from '../pipeline.ts';

export async function schema({ markdown }: { readonly markdown: boolean }): Promise<number> {
  process.stdout.write(markdown ? referenceText(catalogue) : schemaText(catalogue));
  return 0;
}
