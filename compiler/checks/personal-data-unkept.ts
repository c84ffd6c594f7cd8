// Stores that receive personal data without saying how long they keep it and how it is erased.
import type { Architecture, EventType } from '../architecture.ts';
import { finding } from '../codes.ts';
import { figureOf } from '../link/workload.ts';
import { storesIn } from '../moves.ts';
import { listed } from '../schema/phrases.ts';
import { isObject } from '../source/source.ts';
import type { Check } from './check.ts';
import { holdingsOf } from './holdings.ts';

/** Settings by which services say how long they keep what they store. */
const keeping = ['keeps', 'keep', 'retention', 'expireAfter', 'timeToLive', 'archive'];

export const personalDataUnkept: Check = {
  code: 'personal-data-unkept',
  needs: 'flow',
  run: ({ draft, catalogue }) => {
    const { at } = holdingsOf(draft, catalogue, { recovery: true, answers: true });
    return [...draft.components.values()].flatMap((component) => {
      if (!storesIn(component, catalogue)) return [];
      const { id, settings, erasure } = component;
      const events = [...(at.get(id) ?? [])].filter((event) => isPersonal(draft, draft.workload.events.get(event)));
      if (events.length === 0) return [];
      const missing = [
        ...(saysHowLong(settings) ? [] : ['how long it keeps it']),
        ...(erasure ? [] : ['how it is erased']),
      ];
      if (missing.length === 0) return [];
      const message = `"${id}" stores personal data (${listed(events, 4)}) and does not say ${missing.join(' and ')}.`;
      const hint = erasure
        ? "Set its retention, one of the service's own settings."
        : 'Add "erasure" with a sentence, and its retention.';
      return [finding('personal-data-unkept', ['components', id], message, hint, { on: 'key' })];
    });
  },
};

/** Marked in its own payload; without one, an event is as personal as what it is made from. */
function isPersonal(
  architecture: Architecture,
  event: EventType | undefined,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (event === undefined || seen.has(event.id)) return false;
  if (event.schema !== undefined) return isMarked(event.schema);
  const trail = new Set([...seen, event.id]);
  return event.from.some((id) => isPersonal(architecture, architecture.workload.events.get(id), trail));
}

function isMarked(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isMarked);
  return isObject(value) && (value['x-class'] === 'personal' || Object.values(value).some(isMarked));
}

function saysHowLong(settings: unknown): boolean {
  if (!isObject(settings) || figureOf(settings)) return false;
  return Object.entries(settings).some(([key, value]) => keeping.includes(key) || saysHowLong(value));
}
