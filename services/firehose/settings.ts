// Settings of a delivery, and findings over them that a schema cannot say.
import type { Architecture, Component, Connection } from '../../compiler/architecture.ts';
import { finding } from '../../compiler/codes.ts';
import type { Figure } from '../../compiler/figures.ts';
import type { Finding } from '../../compiler/findings.ts';
import { choice, type Properties, quantity, text } from '../kit/schema.ts';
import { bufferBounds } from './facts.ts';

export interface FirehoseSettings {
  readonly format: 'parquet' | 'json';
  /** Seconds. */
  readonly every: Figure;
  /** Bytes. */
  readonly size: Figure;
  readonly table?: string;
}

export const settings: Properties = {
  properties: {
    format: choice(
      ['parquet', 'json'],
      'What it writes: "parquet" by the columns of a catalogue\'s table, or "json" as it came, compressed with GZIP.',
      'parquet',
    ),
    every: quantity('duration', 'At the latest it delivers so often: 60 s to 900 s. Its freshness follows.', '300 s'),
    size: quantity(
      'size',
      'It delivers sooner once so much has come in: up to 128 MiB, at least 64 MiB for Parquet.',
      '128 MiB',
    ),
    table: text('Table of the catalogue that it describes its records by; wanted for Parquet.'),
  },
};

const arrows = (architecture: Architecture, id: string, end: 'from' | 'to', verb: string): readonly Connection[] =>
  [...architecture.connections.values()].filter((each) => each[end] === id && each.does.includes(verb));

export function check(
  component: Component,
  settings: FirehoseSettings,
  architecture: Architecture,
): readonly Finding[] {
  const path = ['components', component.id];
  const findings: Finding[] = [];
  const bad = (key: string, message: string, hint: string): void => {
    findings.push(finding('bad-setting', [...path, key], message, hint));
  };
  const { every, size, format, table } = settings;
  const { minimumSize, maximumSize, minimumSizeConverting, minimumInterval, maximumInterval } = bufferBounds;
  const smallest = format === 'parquet' ? minimumSizeConverting : minimumSize;
  if (every.value < minimumInterval.value || every.value > maximumInterval.value) {
    bad('every', 'Firehose delivers every 60 s to 900 s.', 'Choose an interval between the two.');
  }
  if (size.value < smallest.value || size.value > maximumSize.value) {
    const words = format === 'parquet' ? '64 MiB to 128 MiB as Parquet' : '1 MiB to 128 MiB';
    bad('size', `Firehose buffers ${words}.`, 'Choose a size between the two.');
  }
  if (every.value % 1 !== 0) bad('every', 'Firehose counts in whole seconds.', 'Round it.');
  if (size.value % minimumSize.value !== 0) bad('size', 'Firehose counts in whole MiB.', 'Round it.');
  if (format === 'parquet' && table === undefined) {
    bad('format', 'Parquet needs columns.', 'Name a table of the catalogue with "table", or write "format: json".');
  }
  const joined = (end: 'from' | 'to', verb: string, most: number, least: number, what: string): void => {
    const count = arrows(architecture, component.id, end, verb).length;
    if (count >= least && count <= most) return;
    const message = `"${component.id}" has ${count} connections that do "${verb}"; it needs ${what}.`;
    findings.push(finding('bad-setting', path, message, 'Add or remove connections.', { on: 'key' }));
  };
  joined('from', 'deliver', 1, 1, 'exactly one, to a bucket');
  joined('to', 'feed', 1, 0, 'one stream at most');
  if (format === 'parquet') joined('from', 'describe', 1, 1, 'exactly one, to the catalogue with its table');
  return findings;
}
