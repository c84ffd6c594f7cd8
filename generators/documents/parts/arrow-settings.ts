// An arrow's settings, filter and way out of a failure to one line: "batch 100, window 0 s, 10 retries, then Failed events".
import type { Architecture, Connection } from '../../../compiler/architecture.ts';
import { type Catalogue, movesOf } from '../../../compiler/moves.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { Artefacts } from '../../artefacts.ts';
import { nameOf } from './objectives.ts';
import { type Setting, settingsIn } from './settings.ts';

/** In the order in which they matter; all others follow as "name value". */
const phrases: Readonly<Record<string, (text: string) => string | undefined>> = {
  batch: (text) => `batch ${text}`,
  window: (text) => `window ${text}`,
  retries: (text) => (text === '1' ? '1 retry' : `${text} retries`),
  bisect: (text) => (text === 'true' ? 'halved when it fails' : undefined),
  maxAge: (text) => `at most ${text} old`,
  parallel: (text) => (text === '1' ? undefined : `${text} batches of a lane at once`),
  maxConcurrency: (text) => `at most ${text} calls at once`,
};

export function arrowText(connection: Connection, { plan, catalogue }: Artefacts): string {
  const { only } = connection;
  const after = failureOf(connection, plan.architecture, catalogue);
  return [
    ...settingsIn(connection.settings, plan)
      .toSorted((a, b) => rank(a) - rank(b))
      .flatMap((setting) => phraseOf(setting, plan) ?? []),
    ...(only === undefined ? [] : [`only ${only.when}`]),
    ...(after === undefined ? [] : [`then ${nameOf(plan, after.to)}`]),
  ].join(', ');
}

const rank = ({ path }: Setting): number => {
  const at = Object.keys(phrases).indexOf(path);
  return at === -1 ? Number.MAX_SAFE_INTEGER : at;
};

/** A component among the settings stands by its label. */
function phraseOf({ path, text }: Setting, { architecture }: Plan): string | undefined {
  const phrase = phrases[path];
  return phrase === undefined ? `${path} ${architecture.components.get(text)?.label ?? text}` : phrase(text);
}

/**
 * The arrow that takes what this one cannot deliver. Whoever takes from a source sets aside itself, or leaves it to the
 * source; what a sender sets aside is what it sends, unless it takes from a source too: then it is what it has taken.
 */
function failureOf(connection: Connection, architecture: Architecture, catalogue: Catalogue): Connection | undefined {
  const moves = movesOf(connection, architecture, catalogue);
  if (moves.length === 0 || moves.some(({ move }) => move.begins || move.lastResort || move.recovery)) return undefined;
  const wayOut = (component: string): Connection | undefined =>
    [...architecture.connections.values()].find(
      (each) =>
        each.from === component &&
        movesOf(each, architecture, catalogue).some(({ move }) => move.begins || move.lastResort),
    );
  if (moves.some(({ mover }) => mover === 'to')) return wayOut(connection.to) ?? wayOut(connection.from);
  const takes = [...architecture.connections.values()].some(
    (each) => each.to === connection.from && movesOf(each, architecture, catalogue).some(({ mover }) => mover === 'to'),
  );
  return takes ? undefined : wayOut(connection.from);
}
