// Settings of components and connections to the words of whoever wrote them: nothing is rounded.
import { assumptionsOf, type Figure, isFigure } from '../../../compiler/figures.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { figureText, shareText } from '../figure-text.ts';

/** "512 MiB" as written; an assumption as "1.5 times (budgetMargin)"; what is computed with what it is computed from. */
export function settingText(figure: Figure, plan: Plan): string {
  const { origin } = figure;
  if (origin.kind === 'setting') return origin.text;
  if (origin.kind === 'assumption') {
    const said = origin.computed ? undefined : plan.architecture.assumptions.get(origin.id)?.text;
    // "300e3" is for whoever writes the model.
    return `${said === undefined || /\de\d/i.test(said) ? computedText(figure) : said} (${origin.id})`;
  }
  const names = [...assumptionsOf(figure)];
  return names.length === 0 ? computedText(figure) : `${computedText(figure)} (from ${names.join(', ')})`;
}

/** A share as one: 85 % says more than 0.85. */
const computedText = (figure: Figure): string =>
  figure.unit === '' && figure.value > 0 && figure.value < 1 ? shareText(figure.value) : figureText(figure);

export interface Setting {
  /** "duration perBatch". */
  readonly path: string;
  readonly text: string;
}

/** Flattened, in the order of the model; `except` leaves out keys at the top. */
export function settingsIn(settings: object, plan: Plan, except: readonly string[] = []): readonly Setting[] {
  const found: Setting[] = [];
  const walk = (value: unknown, path: string): void => {
    if (value === undefined || value === null) return;
    if (typeof value === 'object' && isFigure(value)) found.push({ path, text: settingText(value, plan) });
    else if (Array.isArray(value)) found.push({ path, text: value.map(String).join(', ') });
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        if (path !== '' || !except.includes(key)) walk(inner, path === '' ? key : `${path} ${key}`);
      }
    else found.push({ path, text: String(value) });
  };
  walk(settings, '');
  return found;
}
