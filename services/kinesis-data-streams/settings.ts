// Settings of a stream, and the findings that a schema cannot say.
import type { Component } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { choice, type Properties, quantity } from '../kit/schema.ts';

export interface Settings {
  readonly mode: 'on-demand' | 'provisioned';
  /** Seconds. */
  readonly retention: Figure;
  /** Of a provisioned stream. */
  readonly shards?: Figure;
}

export const settings: Properties = {
  properties: {
    mode: choice(
      ['on-demand', 'provisioned'],
      'on-demand scales by itself and is paid by the byte; provisioned has the shards that you name and is paid by the hour.',
      'on-demand',
    ),
    retention: quantity(
      'duration',
      'How long records can be read again: 24 hours to 365 days. Beyond 24 hours it is paid extra.',
      '24 h',
    ),
    shards: quantity('count', 'Shards of a provisioned stream: each takes 1,000 records or 1 MiB a second.'),
  },
};

const day = 86400;

export function check(component: Component, { mode, retention, shards }: Settings): readonly Finding[] {
  const at = (key: string) => ['components', component.id, key];
  const findings: Finding[] = [];
  if (retention.value < day || retention.value > 365 * day)
    findings.push(
      finding(
        'bad-setting',
        at('retention'),
        'A stream cannot keep records for so long, or so short.',
        'Write a duration from 24 h to 365 d.',
      ),
    );
  else if (retention.value % 3600 !== 0)
    findings.push(
      finding('bad-setting', at('retention'), 'A stream keeps records for whole hours.', 'Round it to whole hours.'),
    );
  if (mode === 'provisioned' && shards === undefined)
    findings.push(
      finding(
        'bad-setting',
        at('mode'),
        'A provisioned stream has as many shards as the model says, and it says none.',
        'Add "shards", or take the mode on-demand.',
      ),
    );
  if (mode === 'on-demand' && shards !== undefined)
    findings.push(
      finding(
        'bad-setting',
        at('shards'),
        'An on-demand stream chooses its shards itself.',
        'Remove "shards", or take the mode provisioned.',
      ),
    );
  if (shards !== undefined && (shards.value < 1 || !Number.isInteger(shards.value)))
    findings.push(
      finding('bad-setting', at('shards'), 'A stream has whole shards, at least one.', 'Write a whole number.'),
    );
  return findings;
}
