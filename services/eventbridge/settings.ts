// Settings of a bus, and findings over them that a schema cannot say.
import type { Architecture, Component } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { secondsPerDay } from '../../compiler/time.ts';
import { type Properties, quantity } from '../kit/schema.ts';

export interface EventBridgeSettings {
  /** Seconds. */
  readonly archive: Figure;
}

export const settings: Properties = {
  properties: {
    archive: quantity('duration', 'How long every event is kept for a replay, in whole days.', '30 d'),
  },
};

export function check(
  component: Component,
  { archive }: EventBridgeSettings,
  architecture: Architecture,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (archive.value < secondsPerDay || archive.value % secondsPerDay !== 0) {
    findings.push(
      finding(
        'bad-setting',
        ['components', component.id, 'archive'],
        'An archive keeps events for whole days.',
        'Write it in days, at least one: "30 d".',
      ),
    );
  }
  const out = [...architecture.connections.values()].filter(({ from }) => from === component.id);
  const deadLetters = out.filter(({ does }) => does.includes('dead-letter'));
  if (deadLetters.length > 1) {
    findings.push(
      finding(
        'bad-setting',
        ['components', component.id],
        `"${component.id}" has ${deadLetters.length} queues for what it cannot deliver.`,
        'Keep one "dead-letter" connection; all rules of the bus share it.',
        { on: 'key' },
      ),
    );
  }
  if (deadLetters.length > 0 && !out.some(({ does }) => does.includes('route'))) {
    findings.push(
      finding(
        'bad-setting',
        ['components', component.id],
        `"${component.id}" sets aside what it cannot deliver, but routes nothing.`,
        'Add a connection that does "route", or remove the "dead-letter" one.',
        { on: 'key' },
      ),
    );
  }
  return findings;
}
