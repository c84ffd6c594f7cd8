// Ids of the model to construct ids: stable, without characters that CDK would drop, never two alike in one stack.
import { createHash } from 'node:crypto';

/**
 * Construct id of each id. Characters that a logical id cannot hold become dashes; where two ids would meet in one name,
 * both get a piece of their hash, so that neither depends on the order.
 */
export function constructIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const logical = (id: string) => id.replaceAll(/[^A-Za-z0-9]/g, '');
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(logical(id), (counts.get(logical(id)) ?? 0) + 1);
  return new Map(
    ids.map((id) => {
      const readable = id.replaceAll(/[^A-Za-z0-9]+/g, '-');
      const clashes = (counts.get(logical(id)) ?? 0) > 1;
      return [id, clashes ? `${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 6)}` : readable];
    }),
  );
}

/** A text of the model as the value of an AWS tag. */
export function tagValue(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} _.:/=+@-]/gu, '-').slice(0, 256);
}
