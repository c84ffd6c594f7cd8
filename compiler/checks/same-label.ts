// Two components by one name: in pictures and documents nobody could tell them apart.
import { finding } from '../codes.ts';
import { quoted } from '../wording.ts';
import type { Check } from './check.ts';

export const sameLabel: Check = {
  code: 'same-label',
  needs: 'words',
  run: ({ draft }) => {
    const first = new Map<string, string>();
    return [...draft.components.values()].flatMap(({ id, label }) => {
      const name = label.trim().toLowerCase();
      const other = first.get(name);
      first.set(name, other ?? id);
      // One that is blank is reported as such.
      if (other === undefined || name === '') return [];
      const message = `${quoted(id)} is labelled ${quoted(label.trim())}, as ${quoted(other)} is.`;
      return [finding('same-label', ['components', id, 'label'], message, 'Say what sets them apart.')];
    });
  },
};
