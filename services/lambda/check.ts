// Findings over a function's settings, and those of the arrows that feed it, which a schema cannot say.
import type { Architecture, Component, Connection } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { bounds } from './facts.ts';
import { filtersOf } from './mapping.ts';
import { pollingOf } from './polling.ts';
import type { Settings } from './settings.ts';

const mebibyte = 1024 ** 2;
const mostFilters = 5;

interface Rule {
  readonly key: string;
  readonly figure: Figure | undefined;
  readonly least: number;
  readonly most: number;
  /** Of which it must be a whole multiple. */
  readonly step: number;
  readonly says: string;
}

export function check(component: Component, settings: Settings, architecture: Architecture): readonly Finding[] {
  const own: readonly Rule[] = [
    {
      key: 'memory',
      figure: settings.memory,
      least: bounds.memoryMin.value,
      most: bounds.memoryMax.value,
      step: mebibyte,
      says: 'whole MiB from 128 MiB to 10,240 MiB',
    },
    {
      key: 'timeout',
      figure: settings.timeout,
      least: 1,
      most: bounds.timeout.value,
      step: 1,
      says: 'whole seconds from 1 s to 15 min',
    },
    {
      key: 'reserved',
      figure: settings.reserved,
      least: 1,
      most: Number.MAX_SAFE_INTEGER,
      step: 1,
      says: 'a whole number, at least 1',
    },
  ];
  const arrows = [...architecture.connections.values()];
  return [
    ...own.flatMap((rule) => broken(rule, ['components', component.id, rule.key])),
    ...durations(component, settings),
    ...arrows.flatMap((connection, index) => (connection.to === component.id ? feeding(connection, index) : [])),
  ];
}

function durations({ id }: Component, { duration }: Settings): readonly Finding[] {
  return Object.entries(duration).flatMap(([key, figure]: readonly [string, Figure]) =>
    figure.unit === 's' || figure.unit.startsWith('s/')
      ? []
      : [
          finding(
            'bad-setting',
            ['components', id, 'duration', key],
            'How long its code takes is a duration for each batch or event.',
            key === 'perBatch' ? 'Write it as 5 ms / batch.' : 'Write it as 2 ms / event.',
          ),
        ],
  );
}

function feeding(connection: Connection, index: number): readonly Finding[] {
  if (!connection.does.some((verb) => verb === 'feed' || verb === 'push')) return [];
  const { batch, window, maxAge, retries, parallel, maxConcurrency } = pollingOf(connection);
  const at = (key: string) => ['connections', index, key];
  const rules: readonly Rule[] = [
    {
      key: 'batch',
      figure: batch,
      least: 1,
      most: bounds.streamBatch.value,
      step: 1,
      says: 'a whole number from 1 to 10,000',
    },
    {
      key: 'window',
      figure: window,
      least: 0,
      most: bounds.window.value,
      step: 1,
      says: 'whole seconds from 0 s to 5 min',
    },
    {
      key: 'maxAge',
      figure: maxAge,
      least: 60,
      most: bounds.age.value,
      step: 1,
      says: 'whole seconds from 1 min to 7 d',
    },
    {
      key: 'retries',
      figure: retries,
      least: 0,
      most: bounds.retries.value,
      step: 1,
      says: 'a whole number from 0 to 10,000',
    },
    {
      key: 'parallel',
      figure: parallel,
      least: 1,
      most: bounds.parallel.value,
      step: 1,
      says: 'a whole number from 1 to 10',
    },
    {
      key: 'maxConcurrency',
      figure: maxConcurrency,
      least: 2,
      most: bounds.queueConcurrency.value,
      step: 1,
      says: 'a whole number from 2 to 1,000',
    },
  ];
  const findings = rules.flatMap((rule) => broken(rule, at(rule.key)));
  if (parallel === undefined && batch.value > 10 && window.value < 1)
    findings.push(
      finding(
        'bad-setting',
        at('batch'),
        'A queue hands over more than 10 messages only if they are gathered.',
        'Add "window: 1 s" or more.',
      ),
    );
  if (filtersOf(connection).length > mostFilters)
    findings.push(
      finding(
        'bad-setting',
        at('only'),
        `Lambda takes ${mostFilters} different filters on one arrow.`,
        'Say more of it in one pattern.',
      ),
    );
  return findings;
}

function broken({ figure, least, most, step, says }: Rule, path: (string | number)[]): Finding[] {
  if (figure === undefined) return [];
  const { value } = figure;
  const whole = Math.abs(value / step - Math.round(value / step)) < 1e-9;
  if (value >= least && value <= most && whole) return [];
  return [finding('bad-setting', path, 'Lambda does not take this value.', `Write ${says}.`)];
}
