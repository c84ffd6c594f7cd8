import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asBuiltPicture, asBuiltSource } from '../../generators/infrastructure/as-built-picture.ts';
import { synthesise } from '../../generators/infrastructure/synthesise.ts';
import { architecture, component, connection, plan } from '../services/support/model.ts';
import { catalogueOf, stubCode } from '../services/support/stack.ts';
import { fakes } from './fake-services.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assembly(...more: readonly string[]): string {
  const model = architecture({
    components: [
      component('jobs', 'queue'),
      component('packer', 'worker'),
      ...more.map((id) => component(id, 'queue')),
    ],
    connections: [connection('packer', 'jobs', 'read')],
  });
  const at = mkdtempSync(join(folder, 'assembly-'));
  const { assemblies } = synthesise(plan(model), catalogueOf(fakes), { folder: at, handlerCode: stubCode });
  return assemblies.get('prod') ?? '';
}

describe('the picture of the templates', () => {
  it('is a PNG, the same bytes and from the same source wherever the assembly lies', async () => {
    const [one, two] = await Promise.all([asBuiltPicture(assembly()), asBuiltPicture(assembly())]);
    expect(Buffer.from(one.subarray(1, 4)).toString()).toBe('PNG');
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    expect(await asBuiltSource(assembly())).toBe(await asBuiltSource(assembly()));
  });

  it('has another source, and shows it, when a resource is added', async () => {
    const [without, with_] = [assembly(), assembly('copies')];
    expect(await asBuiltSource(with_)).not.toBe(await asBuiltSource(without));
    const [before, after] = await Promise.all([asBuiltPicture(without), asBuiltPicture(with_)]);
    expect(Buffer.from(after).equals(Buffer.from(before))).toBe(false);
  });
});
