// The synthesised templates under templates/, and cdk-dia's picture of them as an independent witness.
import type { Artefacts } from '../artefacts.ts';
import type { Generator } from '../generator.ts';
import type { OutputFile } from '../output/files.ts';
import { asBuiltModule, asBuiltSource } from './as-built-picture.ts';

const picture = 'as-built.png';

export const infrastructure: Generator = {
  id: 'infrastructure',
  generate: async (artefacts, wanted) => {
    // Both at once, and both waited for: where the synthesis fails, the picture fails with it.
    const [drawn, { templates }] = await Promise.all([
      wanted(picture) ? asBuilt(artefacts) : undefined,
      artefacts.synthesis(),
    ]);
    const files = [...templates].map(([name, content]) => ({ path: `templates/${name}`, content }));
    return drawn === undefined ? files : [...files, drawn];
  },
};

async function asBuilt({ mainAssembly, aside }: Artefacts): Promise<OutputFile> {
  const assembly = await mainAssembly();
  const call = { module: asBuiltModule, name: 'asBuiltPicture', argument: assembly };
  return aside(picture, await asBuiltSource(assembly), call);
}
