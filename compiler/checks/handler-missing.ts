// Handlers without a folder of code beside the model.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { finding } from '../codes.ts';
import { textOf } from '../link/text.ts';
import { quoted } from '../wording.ts';
import type { Check } from './check.ts';

export const handlerMissing: Check = {
  code: 'handler-missing',
  needs: 'words',
  run: ({ draft }) =>
    [...draft.components.values()].flatMap(({ id, settings }) => {
      const handler = textOf(settings, 'handler');
      if (handler === undefined) return [];
      const path = ['components', id, 'handler'];
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(handler)) {
        return [
          finding(
            'handler-missing',
            path,
            `${quoted(handler)} cannot be the name of a folder.`,
            'Use letters, digits and hyphens.',
          ),
        ];
      }
      if (isFolder(join(draft.folder, 'handlers', handler))) return [];
      const message = `The folder handlers/${handler}/ does not exist beside the model.`;
      return [finding('handler-missing', path, message, `Create handlers/${handler}/index.ts, or correct the name.`)];
    }),
};

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
