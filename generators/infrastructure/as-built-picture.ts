// A cloud assembly to the picture that cdk-dia draws of it: a witness that knows our templates only, not our model.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { foldedTree, type TreeNode } from './folded-tree.ts';

const require = createRequire(import.meta.url);

/** For `artefacts.aside`. */
export const asBuiltModule = import.meta.url;

/** Hash of all that the picture follows from: while it is the same, so is the picture. */
export async function asBuiltSource(assembly: string): Promise<string> {
  return createHash('sha256')
    .update(
      JSON.stringify([await treeOf(assembly), versionOf('cdk-dia'), versionOf('@hpcc-js/wasm-graphviz'), maxWidth]),
    )
    .digest('hex');
}

async function treeOf(assembly: string): Promise<TreeNode> {
  const { tree }: { readonly tree: TreeNode } = JSON.parse(await readFile(join(assembly, 'tree.json'), 'utf8'));
  return foldedTree(tree);
}

/** PNG bytes, the same on any machine: no program, no font of the system is used. */
export async function asBuiltPicture(assembly: string): Promise<Uint8Array> {
  const dot = await dotOf(assembly);
  const icons = new Map<string, Buffer>();
  for (const path of new Set([...dot.matchAll(/image = "([^"]+)"/g)].flatMap((match) => match[1] ?? []))) {
    icons.set(path, await readFile(join(packageFolder, path)));
  }
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const images = [...icons].map(([path, png]) => ({ path, ...sizeOf(png) }));
  const drawn = graphviz.layout(dot, 'svg', 'dot', { images });
  const svg = drawn.replaceAll(/xlink:href="([^"]+)"/g, (whole, path: string) => {
    const png = icons.get(path);
    return png === undefined ? whole : `xlink:href="data:image/png;base64,${png.toString('base64')}"`;
  });
  const { Resvg } = require('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const options = {
    background: '#ffffff',
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'Inter' },
  };
  const natural = new Resvg(svg, options);
  const renderer =
    natural.width <= maxWidth ? natural : new Resvg(svg, { ...options, fitTo: { mode: 'width', value: maxWidth } });
  return renderer.render().asPng();
}

/** Wide enough to be zoomed into, small enough for a repository. */
const maxWidth = 1600;
const packageFolder = dirname(require.resolve('cdk-dia/package.json'));
const font = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');

/** cdk-dia's graph in Graphviz' language, its icons by paths relative to cdk-dia. */
async function dotOf(assembly: string): Promise<string> {
  const { AwsDiagramGenerator, AwsEdgeResolver, AwsIconSupplier, Graphviz, Tree } =
    require('cdk-dia') as typeof import('cdk-dia');
  const tree = Tree.fromObject({ tree: await treeOf(assembly) });
  const generator = new AwsDiagramGenerator(new AwsEdgeResolver(), new AwsIconSupplier('.'));
  const diagram = generator.generate(tree, true, false);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-dot-'));
  try {
    const file = join(folder, 'as-built.dot');
    new Graphviz().renderToDot(diagram, file);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Width and height from a PNG's header. */
function sizeOf(png: Buffer): { readonly width: string; readonly height: string } {
  return { width: `${png.readUInt32BE(16)}px`, height: `${png.readUInt32BE(20)}px` };
}

/** Of a package that may not export its package.json: the nearest one above its entry. */
function versionOf(name: string): string {
  for (let folder = dirname(require.resolve(name)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const { version }: { readonly version?: string } = JSON.parse(readFileSync(file, 'utf8'));
    if (version !== undefined) return version;
  }
}
