// The overview of the shipped model, measured from its geometry, as a reader of a Markdown column sees it.
import { beforeAll, describe, expect, it } from 'vitest';
import { overlaps } from '../../generators/diagrams/geometry.ts';
import type { LaidOut } from '../../generators/diagrams/laid-out.ts';
import { layOut } from '../../generators/diagrams/layout.ts';
import { views } from '../../generators/diagrams/views/index.ts';
import { catalogue, understand } from '../../pipeline.ts';

const column = 1000;
let pictures: readonly LaidOut[];

beforeAll(async () => {
  const { plan } = understand('model/flyhigh/architecture.yaml');
  if (plan === undefined) throw new Error('the model has errors');
  pictures = await Promise.all(views.flatMap((view) => view.draw(plan, catalogue)).map((drawing) => layOut(drawing)));
});

const sizes = (picture: LaidOut): readonly number[] =>
  [
    ...picture.groups.flatMap((group) => group.lines),
    ...picture.nodes.flatMap((node) => node.lines),
    ...picture.edges.flatMap((edge) => edge.lines),
    ...picture.legend.map((entry) => entry.line),
  ].map((line) => line.size);

describe('every view of FlyHigh', () => {
  it('is drawn', () => expect(pictures.map((picture) => picture.id)).toContain('overview'));

  it('has no text over text, icon or frame, and no arrow through a component', () => {
    expect(pictures.flatMap((picture) => overlaps(picture).map((each) => ({ picture: picture.id, ...each })))).toEqual(
      [],
    );
  });

  it('has no text under 10 px at the width of a Markdown column', () => {
    const small = pictures.map((picture) => ({
      id: picture.id,
      smallest: Math.min(...sizes(picture)) * Math.min(1, column / picture.width),
    }));
    expect(small.filter(({ smallest }) => smallest < 10)).toEqual([]);
  });
});
