// Every document, in the order in which a reader wants them. One line each.
import { architecture } from './architecture.ts';
import { assumptions } from './assumptions.ts';
import type { Document } from './document.ts';
import { readme } from './readme.ts';
import { resources } from './resources.ts';
import { scalability } from './scalability.ts';

export const documents: readonly Document[] = [readme, architecture, assumptions, scalability, resources];
