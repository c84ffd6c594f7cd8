// The arrow that README.md shows beside its five lines: cut out of FlyHigh's model, drawn like every picture.
import { drawingOf } from '../../generators/diagrams/from-plan.ts';
import { layOut } from '../../generators/diagrams/layout.ts';
import { toSvg } from '../../generators/diagrams/svg.ts';
import { catalogue, understand } from '../../pipeline.ts';

export async function readmeArrow(): Promise<string> {
  const { plan } = understand('model/flyhigh/architecture.yaml');
  if (plan === undefined) throw new Error('the model has errors');
  const shown = new Set(['bookingStream', 'inventoryUpdater']);
  const drawing = drawingOf(plan, catalogue, {
    id: 'arrow',
    title: 'Five lines of model',
    description: 'Booking stream pushes sales to the inventory updater.',
    components: ({ id }) => shown.has(id),
    connections: () => true,
  });
  // Two components need no frames around them.
  const nodes = drawing.nodes.map(({ group: _, ...node }) => node);
  return toSvg(await layOut({ ...drawing, groups: [], nodes }));
}
