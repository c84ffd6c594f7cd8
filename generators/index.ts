// The generators, one entry each, loaded when one of their files is wanted. Order does not matter: none reads another's files.
import type { Generator } from './generator.ts';

export interface GeneratorEntry {
  /** Files or folders ("diagrams/") that it gives, so that a partial run can leave it out. */
  readonly gives: readonly string[];
  readonly load: () => Promise<Generator>;
}

export const generators: readonly GeneratorEntry[] = [
  { gives: ['diagrams/'], load: async () => (await import('./diagrams/generator.ts')).diagrams },
  {
    gives: ['README.md', 'architecture.md', 'assumptions.md', 'resources.md', 'scalability.md'],
    load: async () => (await import('./documents/generator.ts')).documents,
  },
  {
    gives: ['templates/', 'as-built.png'],
    load: async () => (await import('./infrastructure/generator.ts')).infrastructure,
  },
  { gives: ['contracts/'], load: async () => (await import('./contracts/generator.ts')).contracts },
];
