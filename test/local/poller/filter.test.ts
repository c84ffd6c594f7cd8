import { describe, expect, it } from 'vitest';
import { filterOf } from '../../../local/poller/filter.ts';
import { play } from './support/simulation.ts';

const record = (data: string, partitionKey = 'k') => ({
  sequenceNumber: '1',
  partitionKey,
  data: Buffer.from(data),
  arrivedAt: 0,
});
const passes = (pattern: unknown, data: unknown) =>
  filterOf([JSON.stringify({ data: pattern })])(record(JSON.stringify(data)));

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html (Filter rule syntax)
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
const rules: readonly (readonly [
  rule: string,
  pattern: unknown,
  fits: readonly unknown[],
  fails: readonly unknown[],
])[] = [
  [
    'equals',
    { a: ['x'] },
    [{ a: 'x' }, { a: 'x', b: 1 }, { a: ['y', 'x'] }],
    [{ a: 'y' }, { a: 'X' }, {}, { b: 'x' }, { a: [] }],
  ],
  [
    'equals, of a number or a boolean',
    { a: [true, 3] },
    [{ a: true }, { a: 3 }],
    [{ a: 'true' }, { a: '3' }, { a: false }],
  ],
  ['null', { a: [null] }, [{ a: null }], [{}, { a: '' }, { a: 0 }]],
  ['empty', { a: [''] }, [{ a: '' }], [{}, { a: null }, { a: ' ' }]],
  ['and', { a: ['x'], b: ['y'] }, [{ a: 'x', b: 'y' }], [{ a: 'x' }, { b: 'y' }]],
  ['or', { a: ['x', 'y'] }, [{ a: 'x' }, { a: 'y' }], [{ a: 'z' }]],
  ['or, of fields', { $or: [{ a: ['x'] }, { b: ['y'] }] }, [{ a: 'x' }, { b: 'y' }], [{ a: 'y', b: 'x' }]],
  [
    'nested',
    { a: { b: { c: ['x'] } } },
    [{ a: { b: { c: 'x' } } }, { a: [{ b: {} }, { b: { c: 'x' } }] }],
    [{ a: { c: 'x' } }, { a: 'x' }, {}],
  ],
  ['begins with', { a: [{ prefix: 'FH' }] }, [{ a: 'FH1' }, { a: 'FH' }], [{ a: 'fh1' }, { a: 1 }, {}]],
  ['ends with', { a: [{ suffix: '.png' }] }, [{ a: 'x.png' }], [{ a: 'png' }, {}]],
  ['equals, ignoring case', { a: [{ 'equals-ignore-case': 'Abc' }] }, [{ a: 'aBC' }], [{ a: 'abcd' }, {}]],
  ['exists', { a: [{ exists: true }] }, [{ a: 1 }, { a: null }, { a: '' }, { a: [1] }], [{}, { b: 1 }]],
  ['exists, of leaves only', { a: [{ exists: true }] }, [], [{ a: { b: 1 } }]],
  ['does not exist', { a: [{ exists: false }] }, [{}, { b: 1 }], [{ a: 1 }, { a: null }]],
  [
    'does not exist, further in',
    { a: { b: [{ exists: false }] } },
    [{}, { a: {} }, { a: { c: 1 } }],
    [{ a: { b: 1 } }],
  ],
  [
    'not equals',
    { a: [{ 'anything-but': ['x', 3] }] },
    [{ a: 'y' }, { a: 4 }, { a: ['x', 'y'] }],
    [{ a: 'x' }, { a: 3 }, {}, { a: ['x'] }],
  ],
  ['not equals, of one', { a: [{ 'anything-but': 'x' }] }, [{ a: 'y' }], [{ a: 'x' }, {}]],
  ['not beginning with', { a: [{ 'anything-but': { prefix: 'x' } }] }, [{ a: 'yx' }], [{ a: 'xy' }, {}]],
  ['numeric equals', { a: [{ numeric: ['=', 100] }] }, [{ a: 100 }, { a: 1e2 }], [{ a: '100' }, { a: 99 }, {}]],
  [
    'numeric range',
    { a: [{ numeric: ['>', 10, '<=', 20] }] },
    [{ a: 10.5 }, { a: 20 }],
    [{ a: 10 }, { a: 21 }, { a: '15' }],
  ],
];

describe('a filter rule', () => {
  it.each(rules)('%s', (_rule, pattern, fits, fails) => {
    expect(fits.filter((data) => !passes(pattern, data))).toEqual([]);
    expect(fails.filter((data) => passes(pattern, data))).toEqual([]);
  });

  it.each([
    ['another operator', { a: [{ wildcard: '*' }] }],
    ['an operator of every object', { a: [{ toString: 'x' }] }],
    ['two operators at once', { a: [{ prefix: 'x', suffix: 'y' }] }],
    ['a value without brackets', { a: 'x' }],
    ['a prefix that is no text', { a: [{ prefix: 1 }] }],
    ['an incomplete range', { a: [{ numeric: ['>'] }] }],
    ['a range of texts', { a: [{ numeric: ['>', '1'] }] }],
    ['an unknown comparison', { a: [{ numeric: ['!=', 1] }] }],
  ])('%s is refused when the mapping is made', (_what, pattern) => {
    expect(() => filterOf([JSON.stringify({ data: pattern })])).toThrow(TypeError);
  });

  it('that is not JSON is refused when the mapping is made', () => {
    expect(() => filterOf(['{data}'])).toThrow(SyntaxError);
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html (Properly filtering records)
describe('data and filter', () => {
  const onData = filterOf(['{"data":{"a":["x"]}}']);
  const onKey = filterOf(['{"partitionKey":["k"]}']);

  it.each([
    ['JSON, filter on data: filtered by it', onData, '{"a":"x"}', true],
    ['JSON, filter on data: dropped by it', onData, '{"a":"y"}', false],
    ['not JSON, filter on data: dropped', onData, 'a=x', false],
    ['not JSON, filter on what data lacks: dropped', filterOf(['{"data":{"a":[{"exists":false}]}}']), 'a=x', false],
    ['not JSON, filter on other properties: these alone count', onKey, 'a=x', true],
    ['JSON, filter on other properties: these alone count', onKey, '{"a":"y"}', true],
    ['no filter: everything passes', filterOf([]), 'a=x', true],
  ])('%s', (_rule, filter, data, kept) => {
    expect(filter(record(data))).toBe(kept);
  });

  it('invocation-eventfiltering: of several filters one must fit', () => {
    const filter = filterOf(['{"data":{"a":["x"]}}', '{"partitionKey":["other"]}']);
    expect([record('{"a":"x"}'), record('-', 'other'), record('-')].map(filter)).toEqual([true, true, false]);
  });
});

it('invocation-eventfiltering: what does not fit never fills a batch, and the stream moves past it', async () => {
  const odd = { filters: ['{"data":{"odd":[true]}}'], batchSize: 2 };
  const puts = [1, 2, 3, 4, 5].map((id) => ({ id, data: JSON.stringify({ id, odd: id % 2 === 1 }) }));
  const { calls, statistics } = await play({ settings: odd, puts: [...puts, { id: 6, data: 'not JSON' }] });
  expect(calls.map(({ ids }) => ids)).toEqual([[1, 3], [5]]);
  expect(statistics).toMatchObject({ read: 6, filtered: 3, succeeded: 3, setAside: 0 });
});
