// Payload schemas to the text of one TypeScript module, an interface per event.

import { compile } from 'json-schema-to-typescript';
import { pascal } from '../../services/kit/names.ts';
import { contractBanner } from './banner.ts';

export interface PayloadSchema {
  /** Event id of the model, camelCase; the interface is called the same in PascalCase. */
  readonly id: string;
  /** The parsed draft-04 schema; left untouched. */
  readonly schema: object;
}

/** Text of `events.ts`: sorted by id, the same bytes whatever order the schemas come in. */
export async function eventTypes(schemas: readonly PayloadSchema[]): Promise<string> {
  const sorted = [...schemas].sort((a, b) => (a.id < b.id ? -1 : 1));
  const declarations = await Promise.all(sorted.map(declaration));
  return [contractBanner('types of the payload schemas'), ...declarations].join('\n');
}

async function declaration({ id, schema }: PayloadSchema): Promise<string> {
  // The library names an interface after the title, which is meant for readers.
  const { title: _title, ...untitled }: Parameters<typeof compile>[0] = structuredClone(schema);
  // Its own formatting would make our bytes depend on the version of another formatter.
  const text = await compile(untitled, pascal(id), {
    format: false,
    bannerComment: '',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
  });
  return indented(text);
}

/** One more level after each line that opens a brace; comments hang one space further in, as is usual. */
function indented(text: string): string {
  let depth = 0;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .map((line) => {
      const comment = line.startsWith('*') || line.startsWith('/*');
      if (!comment && line.startsWith('}')) depth -= 1;
      const indent = '  '.repeat(depth) + (line.startsWith('*') ? ' ' : '');
      if (!comment && line.endsWith('{')) depth += 1;
      return line === '' ? '' : indent + line;
    });
  return `${lines.join('\n')}\n`;
}
