// A stage's access log format to the line of one request. What a request has none of is "-", as API Gateway writes it.
import { at } from '../json.ts';

export function accessLine(format: string, context: unknown): string {
  return format.replaceAll(/\$context((?:\.[A-Za-z_]\w*)+)/g, (_, path: string) => {
    const value = at(context, path.slice(1));
    if (value === undefined || value === null || value === '') return '-';
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
}
