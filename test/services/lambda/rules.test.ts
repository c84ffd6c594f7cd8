import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { planOf } from '../../../compiler/plan/index.ts';
import { catalogue } from '../../../services/index.ts';

const file = fileURLToPath(new URL('architecture.yaml', import.meta.url));
const text = readFileSync(file, 'utf8');
const folder = fileURLToPath(new URL('.', import.meta.url));

const compiled = (from: string, to: string) => {
  if (!text.includes(from)) throw new Error(`the model has no "${from}"`);
  return compile({ text: text.replace(from, to), file, folder }, catalogue);
};
const badSettings = (from: string, to: string) =>
  compiled(from, to)
    .findings.filter(({ code }) => code === 'bad-setting')
    .map(({ path, hint }) => `${path.join('.')}: ${hint}`);

describe('settings', () => {
  it('are fine as they stand', () => {
    expect(badSettings('memory: 512 MiB', 'memory: 512 MiB')).toEqual([]);
  });

  it.each([
    ['memory: 512 MiB', 'memory: 64 MiB', 'components.worker.memory: Write whole MiB from 128 MiB to 10,240 MiB.'],
    ['memory: 512 MiB', 'memory: 512 MB', 'components.worker.memory: Write whole MiB from 128 MiB to 10,240 MiB.'],
    ['timeout: 60 s', 'timeout: 16 min', 'components.worker.timeout: Write whole seconds from 1 s to 15 min.'],
    ['reserved: 50', 'reserved: 0', 'components.worker.reserved: Write a whole number, at least 1.'],
    ['perBatch: 100 ms / batch', 'perBatch: 5 kB', 'components.worker.duration.perBatch: Write it as 5 ms / batch.'],
    ['batch: 2000', 'batch: 20000', 'connections.1.batch: Write a whole number from 1 to 10,000.'],
    ['window: 10 s', 'window: 6 min', 'connections.1.window: Write whole seconds from 0 s to 5 min.'],
    ['maxAge: 40 h', 'maxAge: 30 s', 'connections.1.maxAge: Write whole seconds from 1 min to 7 d.'],
    ['retries: 3', 'retries: 3, parallel: 11', 'connections.3.parallel: Write a whole number from 1 to 10.'],
    ['maxConcurrency: 2', 'maxConcurrency: 1', 'connections.4.maxConcurrency: Write a whole number from 2 to 1,000.'],
    ['batch: 1, ', 'batch: 11, ', 'connections.4.batch: Add "window: 1 s" or more.'],
  ])('%s may not be %s', (from, to, finding) => {
    expect(badSettings(from, to)).toEqual([finding]);
  });
});

describe('time', () => {
  const objective = (way: string) => `
objectives:
  quick:
    { kind: latency, statement: It takes $p99., ${way}, carrying: made, p99: 60 s }
groups:`;
  const latency = (way: string) => {
    const { architecture, findings } = compiled('\ngroups:', objective(way));
    if (architecture === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
    const path = planOf(architecture, catalogue).objectives.get('quick')?.latency;
    return path?.hops.map(({ at, p50, p99 }) => [at, Math.round(p50.value * 1e3), Math.round(p99.value * 1e3)]);
  };

  it('of a poll is half a second and half the window, at most both in full', () => {
    expect(latency('from: maker, to: figures')).toEqual([
      ['maker.put.parts', 15, 60],
      ['parts.feed.worker', 5500, 11000],
      ['worker', 5, 505],
    ]);
  });

  it('of a push is what AWS says of fan-out, and what the model says of its slowest percent', () => {
    expect(latency('from: maker, to: pusher')).toEqual([
      ['maker.put.parts', 15, 60],
      ['parts.push.pusher', 70, 200],
      ['pusher', 5, 505],
    ]);
  });
});

describe('calls', () => {
  it('of a poll without a window gather what comes in the second between two polls, at least a second', () => {
    const { architecture } = compiled('window: 10 s', 'window: 0 s');
    if (architecture === undefined) throw new Error('not sound');
    const { loads } = planOf(architecture, catalogue).at({ stage: 'prod', scenario: 'average', year: 0 });
    // 16 a second over 4 lanes: 4 records a call.
    expect(loads.get('parts.feed.worker')?.requestsPerSecond.value).toBeCloseTo(4, 9);
  });
});
