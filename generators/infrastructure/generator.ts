// The synthesised templates under templates/, and cdk-dia's picture of them as an independent witness.
import type { Artefacts } from '../artefacts.ts';
import type { Generator } from '../generator.ts';
import type { OutputFile } from '../output/files.ts';
import { asBuiltModule, asBuiltSource } from './as-built-picture.ts';

const picture = 'as-built.png';

export const infrastructure: Generator = {
  id: 'infrastructure',
  generate: async (artefacts, wanted) => {
    const [drawn, { templates }] = await Promise.all([
      wanted(picture) ? [asBuilt(artefacts)] : [],
      artefacts.synthesis(),
    ]);
    const files = [...templates].map(([name, content]) => ({ path: `templates/${name}`, content }));
    return [...files, ...(await Promise.all(drawn))];
  },
};

/** Drawn beside other work, and only if it is not on disk already. */
async function asBuilt({ mainAssembly, reuse, aside }: Artefacts): Promise<OutputFile> {
  const assembly = await mainAssembly();
  const source = await asBuiltSource(assembly);
  const kept = await reuse(picture, source);
  return kept ?? { path: picture, content: await aside(asBuiltModule, 'asBuiltPicture', assembly), source };
}
