// The file of a payload schema to its data. What API Gateway makes of it is looked at by a check.
import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { JsonObject } from '../architecture.ts';
import { finding } from '../codes.ts';
import type { Path } from '../findings.ts';
import { isObject } from '../source/source.ts';
import { quoted } from '../wording.ts';
import type { LinkContext } from './context.ts';

const maxBytes = 1_000_000;

export function readPayload(context: LinkContext, payload: string, path: Path): JsonObject | undefined {
  const missing = (message: string, hint: string): undefined => {
    context.findings.push(finding('payload-missing', path, message, hint));
    return undefined;
  };
  const inside = posix.normalize(payload.replaceAll('\\', '/'));
  if (
    inside.startsWith('../') ||
    inside === '..' ||
    posix.isAbsolute(inside) ||
    /^[A-Za-z]:/.test(inside) ||
    inside.includes('\0')
  ) {
    return missing(
      `The payload schema ${quoted(payload)} lies outside the model's folder.`,
      "Give a path below the model's folder.",
    );
  }
  let text: string;
  try {
    const file = join(context.source.folder, inside);
    const stat = statSync(file);
    if (!stat.isFile() || stat.size > maxBytes)
      return missing(`${quoted(payload)} is not a file of at most 1 MB.`, 'Name the JSON file.');
    text = readFileSync(file, 'utf8');
  } catch {
    return missing(
      `There is no payload schema ${quoted(payload)}.`,
      'Create the file, or correct the path; it is relative to the model.',
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
    context.findings.push(
      finding('payload-not-json', path, `${quoted(payload)} holds no JSON object.`, 'A JSON Schema begins with "{".'),
    );
  } catch (error) {
    const detail = error instanceof SyntaxError ? ` (${error.message.split('\n')[0]?.slice(0, 120)})` : '';
    context.findings.push(
      finding('payload-not-json', path, `${quoted(payload)} is not JSON${detail}.`, 'Correct it with a JSON editor.'),
    );
  }
  return undefined;
}
