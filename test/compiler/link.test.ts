// What the linker makes of a sound model: figures that know where they come from, inherited Regions, ids, settings, moves.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../compiler/architecture.ts';
import { assumptionsOf, type Figure, reevaluate } from '../../compiler/figures.ts';
import { movesOf } from '../../compiler/moves.ts';
import { printFindings } from '../../compiler/report.ts';
import { catalogue } from './support/catalogue.ts';
import { allFindings, modelText } from './support/findings.ts';

const base = readFileSync('test/compiler/support/base.yaml', 'utf8');

/** The architecture of the base with texts replaced. */
function linked(...changes: readonly (readonly [string, string])[]): Architecture {
  const text = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, () => to);
  }, base);
  const { architecture, source, findings } = allFindings(modelText(text));
  if (architecture === undefined) throw new Error(printFindings(source, findings));
  return architecture;
}

function got<Thing>(things: ReadonlyMap<string, Thing>, id: string): Thing {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`no ${id}`);
  return thing;
}

const setting = (architecture: Architecture, component: string, key: string): Figure =>
  Object.entries(got(architecture.components, component).settings).find(([name]) => name === key)?.[1] as Figure;

const more = (lines: string): readonly [string, string] => ['assumptions:\n', `assumptions:\n${lines}`];
const hour = '  pause: { statement: We wait $value., value: 36 h, group: rate }\n';

describe('a quantity', () => {
  test('that is a literal is a setting', () => {
    expect(setting(linked(), 'orderStream', 'retention')).toEqual({
      value: 86400,
      unit: 's',
      origin: { kind: 'setting', path: 'components.orderStream.retention', text: '24 h' },
    });
  });

  test('that is a name is that assumption', () => {
    const architecture = linked(more(hour), ['24 h', '(pause)']);
    expect(setting(architecture, 'orderStream', 'retention')).toBe(got(architecture.assumptions, 'pause').figure);
  });

  test('that holds names is a formula over them, in base units, and follows them', () => {
    const architecture = linked(more(hour), ['24 h', 'pause / 2 + 90 min']);
    const figure = setting(architecture, 'orderStream', 'retention');
    expect(figure).toMatchObject({
      value: 18 * 3600 + 5400,
      unit: 's',
      origin: { kind: 'formula', text: 'pause / 2 + 5400' },
    });
    expect(reevaluate(figure, new Map([['pause', 20]]))).toBe(5410);
    expect([...assumptionsOf(figure)]).toEqual(['pause']);
  });

  test('that is left out has the default of its schema, in nested groups too', () => {
    const architecture = linked([
      'handler: order-worker',
      'handler: order-worker, duration: { perEvent: 2 ms / event }',
    ]);
    expect(setting(architecture, 'orderWorker', 'memory')).toMatchObject({ value: 512 * 1024 ** 2, unit: 'B' });
    expect(setting(architecture, 'orderWorker', 'duration')).toMatchObject({
      perEvent: { value: 0.002, unit: 's/event' },
      perBatch: { value: 0.005, unit: 's/batch' },
    });
  });

  test('of money is kept by the month, of growth by the year', () => {
    const cost =
      'objectives:\n  cheap: { kind: cost, statement: It costs $monthly., scenario: average, year: 0, monthly: VALUE }';
    const monthly = (value: string) => {
      const objective = got(linked(['objectives:', cost.replace('VALUE', value)]).objectives, 'cheap');
      return objective.kind === 'cost' ? objective : undefined;
    };
    expect(monthly('600 USD')?.monthly).toMatchObject({ value: 600, unit: 'USD/month' });
    expect(monthly('1200 USD / year')?.monthly.value).toBeCloseTo(100, 9);
    expect(monthly('600 USD')?.statement).toBe('It costs 600 USD.');
    expect(linked().workload.growth).toMatchObject({ value: 0.2, unit: '' });
    const declared = linked(more('  rise: { statement: It rises $value., value: 50 % / year, group: rate }\n'), [
      'growth: 20 % / year',
      'growth: rise',
    ]);
    expect(declared.workload.growth.value).toBeCloseTo(0.5, 12);
    expect([...assumptionsOf(declared.workload.growth)]).toEqual(['rise']);
  });
});

describe('an assumption', () => {
  const computed =
    '  perDay: { statement: That is $value., value: basketRate * 24 h / 1 basket * 1 basket, group: rate }\n';

  test('over others carries its formula and follows them', () => {
    const { figure } = got(
      linked(more(computed), ['rate: basketRate *', 'rate: perDay / 1 d *']).assumptions,
      'perDay',
    );
    expect(figure).toMatchObject({
      value: 864000,
      unit: 'baskets',
      origin: { kind: 'assumption', id: 'perDay', computed: { text: 'basketRate * 86400 / 1 * 1' } },
    });
    expect(reevaluate(figure, new Map([['basketRate', 1]]))).toBe(86400);
    expect(reevaluate(figure, new Map([['perDay', 7]]))).toBe(7);
  });

  test('may stand before those that it uses', () => {
    const first = '  aFirst: { statement: It is $value., value: basketRate * 2, group: rate }\n';
    expect(got(linked(more(first), ['rate: basketRate', 'rate: aFirst']).assumptions, 'aFirst').figure.value).toBe(20);
  });

  test('has its value in its statement, and its range in base units', () => {
    expect(got(linked().assumptions, 'basketRate')).toMatchObject({
      statement: 'Customers fill 10 baskets per second.',
      text: '10 baskets / s',
      low: { value: 1, unit: 'baskets/s' },
      high: { value: 20, unit: 'baskets/s' },
    });
  });
});

describe('structure', () => {
  test('a component stands in the Region of the nearest group that has one; what is outside AWS in none', () => {
    const architecture = linked(
      ['  region:', '  inner: { label: Inner, in: region }\n  region:'],
      ['label: Orders, in: region', 'label: Orders, in: inner'],
    );
    expect(got(architecture.components, 'orders').region).toBe('us-east-1');
    expect(got(architecture.components, 'shopApp')).not.toHaveProperty('region');
    expect(got(architecture.groups, 'region')).toMatchObject({ label: 'us-east-1', parent: 'cloud' });
  });

  test('a connection is named by what it does, or as it says', () => {
    const architecture = linked([
      'connections:\n',
      'connections:\n  - { id: again, from: orderWorker, to: orders, does: [read, write], label: looks }\n',
    ]);
    expect([...architecture.connections.keys()]).toEqual([
      'again',
      'shopApp.send.orderEntry',
      'orderEntry.put.orderStream',
      'orderStream.feed.orderWorker',
      'orderWorker.write.orders',
    ]);
    expect(
      movesOf(got(architecture.connections, 'again'), architecture, catalogue).map(({ verb, mover }) => [verb, mover]),
    ).toEqual([
      ['read', 'from'],
      ['write', 'from'],
    ]);
    const feed = got(architecture.connections, 'orderStream.feed.orderWorker');
    expect(movesOf(feed, architecture, catalogue)).toMatchObject([{ verb: 'feed', mover: 'to' }]);
  });

  test('a connection carries with shares, and takes the settings of its moves only', () => {
    const architecture = linked(['carries: [order], label: sends', 'carries: { order: 25 % + 25 % }, label: sends']);
    expect(got(architecture.connections, 'shopApp.send.orderEntry').carries?.get('order')).toMatchObject({
      value: 0.5,
      unit: '',
    });
    expect(got(architecture.connections, 'orderStream.feed.orderWorker').settings).toMatchObject({
      batch: 50,
      window: { value: 0 },
    });
    expect(got(architecture.connections, 'orderWorker.write.orders').settings).toEqual({});
  });

  test('a way of recovery is one by its verb or by what it says', () => {
    const architecture = linked([
      'connections:\n',
      'connections:\n  - { from: orderWorker, to: orders, does: set-aside, prefix: failed/, label: sets aside }\n  - { from: orderWorker, to: orderWorker, does: invoke, on: failure, label: tries again }\n',
    ]);
    expect([...architecture.connections.values()].filter(({ onFailure }) => onFailure).map(({ id }) => id)).toEqual([
      'orderWorker.set-aside.orders',
      'orderWorker.invoke.orderWorker',
    ]);
  });

  test('every form of an event, a scenario and what stands beside them is read', () => {
    const architecture = linked(
      [
        'key: orderId }',
        'key: { field: orderId, hottest: 2 % } }\n    refund: { label: Money back, madeBy: orderWorker, from: [order], rate: 1 refund / day, size: 200 B }\n  requests:\n    look: { rate: 3 looks / s, size: 1 kB }',
      ],
      ['carries: [order], label: sends', 'carries: [order, look], label: sends'],
      [
        'does: write,',
        'does: write, carries: { order: 1, refund: 50 % }, per: batch, distinct: { of: 100, skew: 0.9, plus: 1 }, ratio: 25 %, together: both, takes: { p50: 1 ms, p99: 2 ms }, step: 1, only: { when: paid, share: 50 %, filters: { order: { paid: [true] } } },',
      ],
      [
        'peak: {',
        'sale: { label: Big sale, statement: Everyone buys., factors: { order: 3 }, ramp: 1 min, hold: 1 h, whatIf: true }\n    peak: {',
      ],
      [
        'groups:\n',
        'steps: [Orders come., Orders go.]\ndecisions:\n  one: { title: One store, because: Simple., insteadOf: { Two: dearer }, revisit: Later. }\nconsiderations:\n  open: { pillar: cost, title: Open, text: Nothing. }\ngroups:\n',
      ],
    );
    const { workload } = architecture;
    expect(got(workload.events, 'order')).toMatchObject({
      label: 'Order',
      kind: 'event',
      key: 'orderId',
      hottest: { value: 0.02 },
    });
    expect(got(workload.events, 'refund')).toMatchObject({
      label: 'Money back',
      madeBy: 'orderWorker',
      from: ['order'],
    });
    expect(got(workload.events, 'look')).toMatchObject({ kind: 'request', rate: { value: 3, unit: 'looks/s' } });
    expect(got(workload.scenarios, 'sale')).toMatchObject({
      label: 'Big sale',
      ramp: { value: 60 },
      hold: { value: 3600 },
      whatIf: true,
    });
    expect(got(workload.scenarios, 'sale').factors.get('order')?.value).toBe(3);
    expect(got(architecture.connections, 'orderWorker.write.orders')).toMatchObject({
      per: 'batch',
      distinct: { of: { value: 100 }, skew: { value: 0.9 }, plus: { value: 1 } },
      ratio: { value: 0.25 },
      together: 'both',
      takes: { p50: { value: 0.001 }, p99: { value: 0.002 } },
      step: 1,
      only: { when: 'paid', share: { value: 0.5 }, filters: { order: { paid: [true] } } },
    });
    expect(architecture.steps).toEqual([
      { number: 1, text: 'Orders come.' },
      { number: 2, text: 'Orders go.' },
    ]);
    expect(got(got(architecture.decisions, 'one').insteadOf, 'Two')).toBe('dearer');
    expect(got(architecture.considerations, 'open').pillar).toBe('cost');
  });
});

test('the same text gives the same architecture, and all findings of a bad one come at once, sorted', () => {
  expect(linked()).toEqual(linked());
  const bad = base
    .replace('owner: Shop team\n', '')
    .replace('size: 1 kB', 'size: 5 s')
    .replace('service: store', 'service: stor')
    .replace('does: put', 'does: push')
    .replace('fill $value', 'fill 3');
  const { all, source } = allFindings(modelText(bad));
  expect(all.map(({ code }) => code)).toEqual([
    'missing-key',
    'digits-in-statement',
    'unit-mismatch',
    'unknown-service',
    'impossible-connection',
  ]);
  const lines = [...printFindings(source, all).matchAll(/^model\.yaml:(\d+):/gm)].map(([, line]) => Number(line));
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
  expect(lines).toHaveLength(5);
});

test('a service is not asked about settings that could not be computed', () => {
  const { all } = allFindings(
    modelText(
      base.replace(
        'purpose: Takes orders.',
        'purpose: Takes orders., throttle: 5 s, routes: { orders: { accepts: order } }',
      ),
    ),
  );
  expect(all.map(({ code }) => code)).toEqual(['unit-mismatch']);
});
