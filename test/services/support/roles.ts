// What is said of roles, against what IAM takes.
import { expect } from 'vitest';
import type { Architecture } from '../../../compiler/architecture.ts';
import type { Service } from '../../../services/service.ts';
import { template } from './stack.ts';

const iamTakes = /^[\t\n\r\x20-\x7e\xa1-\xff]*$/;

/** Whatever the labels of the components. */
export function expectRolesDescribed(architecture: Architecture, services: readonly Service[]): void {
  const components = new Map(
    [...architecture.components].map(([id, each]) => [id, { ...each, label: `Travellers’ ${id} – 注文` }]),
  );
  const roles = template({ ...architecture, components }, services).findResources('AWS::IAM::Role');
  const described = Object.values(roles).flatMap(({ Properties }) => Properties.Description ?? []);
  expect(described.length).toBeGreaterThan(0);
  for (const description of described) expect(description).toMatch(iamTakes);
}
