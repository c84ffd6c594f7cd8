// The synthesised templates under templates/, and cdk-dia's picture of them as an independent witness.
import type { Generator } from '../generator.ts';
import { asBuiltModule, asBuiltSource } from './as-built-picture.ts';

export const infrastructure: Generator = {
  id: 'infrastructure',
  gives: ['templates/', 'as-built.png'],
  generate: async (artefacts, wanted) => {
    const { templates, assemblies } = await artefacts.synthesis();
    const files = [...templates].map(([name, content]) => ({ path: `templates/${name}`, content }));
    const path = 'as-built.png';
    const assembly = assemblies.get(artefacts.plan.mainStage);
    if (!wanted(path) || assembly === undefined) return files;
    const source = await asBuiltSource(assembly);
    const kept = await artefacts.reuse(path, source);
    return [
      ...files,
      kept ?? { path, content: await artefacts.aside(asBuiltModule, 'asBuiltPicture', assembly), source },
    ];
  },
};
