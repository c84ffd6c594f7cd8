// Why pictures are not laid out by ELK: the size of FlyHigh's overview as ELK lays it out, beside our own.
import { createRequire } from 'node:module';
import type { ELK as Elk, ElkNode } from 'elkjs';
import type { Drawing } from '../generators/diagrams/drawing.ts';
import { layOut } from '../generators/diagrams/layout.ts';
import { overview } from '../generators/diagrams/views/overview.ts';
import { catalogue, understand } from '../pipeline.ts';

const ELK: new () => Elk = createRequire(import.meta.url)('elkjs');
const smallestText = 11;
const labelWidth = 110;
const letter = 6.2;

const variants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'layered, as it comes': {},
  'network simplex placement': { 'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX' },
  'minimum width layers, compacted': {
    'elk.layered.layering.strategy': 'MIN_WIDTH',
    'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH',
    'elk.spacing.nodeNode': '16',
  },
  'Coffman-Graham, five a layer': {
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': '5',
  },
};

/** Groups within groups, labels with room of their own: what the picture has to show. */
function graphOf({ groups, nodes, edges }: Drawing, options: Readonly<Record<string, string>>): ElkNode {
  const inside = (parent: string | undefined): ElkNode[] => [
    ...groups
      .filter((group) => group.parent === parent)
      .map((group) => ({
        id: group.id,
        children: inside(group.id),
        layoutOptions: { 'elk.padding': '[top=34,left=12,bottom=12,right=12]' },
      })),
    ...nodes.filter((node) => node.group === parent).map(({ id }) => ({ id, width: 170, height: 64 })),
  ];
  return {
    id: 'picture',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.edgeLabels.inline': 'true',
      ...options,
    },
    children: inside(undefined),
    edges: edges.map(({ id, from, to, label }) => {
      const width = label.length * letter;
      return {
        id,
        sources: [from],
        targets: [to],
        labels: [{ text: label, width: Math.min(labelWidth, width), height: width > labelWidth ? 42 : 28 }],
      };
    }),
  };
}

const { plan } = understand('model/flyhigh/architecture.yaml');
const [drawing] = plan === undefined ? [] : overview.draw(plan, catalogue);
if (drawing === undefined) throw new Error('the model has errors; validate it first');

const say = (name: string, width = 0, height = 0, milliseconds = 0): void => {
  const text = smallestText * Math.min(1, 1000 / width);
  console.log(
    `${name.padEnd(34)} ${Math.round(width)} x ${Math.round(height)} px, ${Math.round(milliseconds)} ms; ${smallestText} px text at 1,000 px width: ${text.toFixed(1)} px`,
  );
};
for (const [name, options] of Object.entries(variants)) {
  const start = performance.now();
  const { width, height } = await new ELK().layout(graphOf(drawing, options));
  say(`ELK, ${name}`, width, height, performance.now() - start);
}
const start = performance.now();
const { width, height } = await layOut(drawing);
say('ours', width, height, performance.now() - start);
