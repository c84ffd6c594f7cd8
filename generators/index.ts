// The generators, one line each. Order does not matter: none reads another's files.
import { contracts } from './contracts/generator.ts';
import { diagrams } from './diagrams/generator.ts';
import { documents } from './documents/generator.ts';
import type { Generator } from './generator.ts';
import { infrastructure } from './infrastructure/generator.ts';

export const generators: readonly Generator[] = [diagrams, documents, infrastructure, contracts];
