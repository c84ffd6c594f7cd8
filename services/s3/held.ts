// What arrives at a bucket to the bytes that have piled up in it by the end of a year, by storage class.
import type { Connection } from '../../compiler/architecture.ts';
import { definition, type Figure, formula, sum, year } from '../../compiler/figures.ts';
import type { Flow } from '../../compiler/plan/plan.ts';
import type { ArrowLoad, SizingContext } from '../service.ts';
import type { Ages, Settings } from './settings.ts';

export type Context = SizingContext<Settings>;

/** A piece of what is held: bytes of one class, from one arrow. */
export interface Piece {
  readonly storage: 'standard' | 'cool' | 'frozen';
  readonly bytes: Figure;
}

const asking: ReadonlySet<string> = new Set(['read', 'scan', 'query']);

/** Arrows that bring objects. */
export const bringing = ({ incoming }: Context): readonly ArrowLoad[] =>
  incoming.filter(({ connection }) => connection.does.some((verb) => !asking.has(verb)));

/**
 * The ages that hold for what an arrow brings of an event: those of the longest prefix that its own begins with, else the
 * bucket's. What names no prefix may be written anywhere, so the rule that keeps longest is taken, which may overstate.
 */
export function agesOf(context: Context, { connection }: ArrowLoad, event: string): Ages {
  const { settings } = context;
  const rules = Object.entries(settings.prefixes ?? {});
  const named = prefixOf(connection) ?? prefixAtSource(context, connection, event);
  if (named === undefined) return [settings, ...rules.map(([, ages]) => ages)].reduce(longerKept);
  const [best] = rules.filter(([prefix]) => named.startsWith(prefix)).sort(([a], [b]) => b.length - a.length);
  return best === undefined ? settings : best[1];
}

function prefixOf({ settings }: Connection): string | undefined {
  const named = 'prefix' in settings ? settings.prefix : undefined;
  return typeof named === 'string' ? named : undefined;
}

/** A copy lies under the same name as its original: the prefix of the one arrow that brought the event there. */
function prefixAtSource({ architecture, loadAt }: Context, copying: Connection, event: string): string | undefined {
  const origins = [...architecture.connections.values()].filter(
    (each) =>
      each.to === copying.from &&
      !each.onFailure &&
      (each.carries?.has(event) ?? loadAt(each.from).flows.some((flow) => flow.event === event)),
  );
  const prefixes = new Set(origins.flatMap((each) => prefixOf(each) ?? []));
  return prefixes.size === 1 ? [...prefixes][0] : undefined;
}

/** A bucket whose rules are all said by prefix says nothing of its own: its empty rule does not count. */
function longerKept(a: Ages, b: Ages): Ages {
  const silent = (ages: Ages) =>
    ages.expireAfter === undefined && ages.coolAfter === undefined && ages.freezeAfter === undefined;
  if (silent(a)) return b;
  if (silent(b)) return a;
  return (b.expireAfter?.value ?? Number.POSITIVE_INFINITY) > (a.expireAfter?.value ?? Number.POSITIVE_INFINITY)
    ? b
    : a;
}

export function held(context: Context): readonly Piece[] {
  return bringing(context).flatMap((arrow) => {
    const byAges = new Map<Ages, Flow[]>();
    for (const flow of arrow.load.flows) {
      const ages = agesOf(context, arrow, flow.event);
      byAges.set(ages, [...(byAges.get(ages) ?? []), flow]);
    }
    return [...byAges].flatMap(([ages, flows]) => pieces(context, arrow.connection, flows, ages));
  });
}

function pieces(
  context: Context,
  connection: Connection,
  flows: readonly Flow[],
  { coolAfter, freezeAfter, expireAfter }: Ages,
): readonly Piece[] {
  const bounds = [
    { storage: 'standard', from: undefined, to: coolAfter ?? freezeAfter ?? expireAfter },
    ...(coolAfter === undefined ? [] : [{ storage: 'cool', from: coolAfter, to: freezeAfter ?? expireAfter } as const]),
    ...(freezeAfter === undefined ? [] : [{ storage: 'frozen', from: freezeAfter, to: expireAfter } as const]),
  ] as const;
  // What is set aside while something fails is there for as long as it fails.
  const hold = connection.onFailure ? holdOf(context) : undefined;
  const rate = sum(
    'B/s',
    flows.map((flow) => (hold === undefined ? lastingRate(context, flow) : bytesOf(flow))),
  );
  if (hold !== undefined) return [{ storage: 'standard', bytes: formula('B', 'rate * hold', { rate, hold }) }];
  return bounds.map(({ storage, from, to }) => ({ storage, bytes: piledUp(context, rate, from, to) }));
}

const bytesOf = (flow: Flow): Figure =>
  formula('B/s', 'records * size', { records: flow.recordsPerSecond, size: flow.bytesPerRecord });

const holdOf = ({ architecture, situation }: Context): Figure | undefined =>
  architecture.workload.scenarios.get(situation.scenario)?.hold;

/** A peak that passes leaves little behind: what piles up follows the average, or a scenario that lasts. */
function lastingRate({ architecture, situation }: Context, flow: Flow): Figure {
  const bytes = bytesOf(flow);
  const scenario = architecture.workload.scenarios.get(situation.scenario);
  if (scenario?.hold === undefined) return bytes;
  const factors = [scenario.factor, scenario.factors.get(flow.event)].filter((each) => each !== undefined);
  return factors.reduce((rate, factor) => formula('B/s', 'rate / factor', { rate, factor }), bytes);
}

/**
 * Bytes of ages `from` to `to` at the end of the situation's year: what was written in the years up to then, each at its
 * own rate. Today is the first year; before it there was nothing.
 */
function piledUp(context: Context, rate: Figure, from: Figure | undefined, to: Figure | undefined): Figure {
  const { architecture, situation } = context;
  const { growth } = architecture.workload;
  const parts: Figure[] = [];
  for (let ago = 0; ago <= situation.year; ago++) {
    if (to !== undefined && to.value <= ago * year.value) break;
    if (from !== undefined && from.value >= (ago + 1) * year.value) continue;
    const later = to === undefined ? '(ago + 1) * year' : 'min(to, (ago + 1) * year)';
    const earlier = from === undefined ? 'ago * year' : 'max(from, ago * year)';
    const years = definition(
      ago,
      'years',
      ago === 0 ? 'the year itself' : `${ago} ${ago === 1 ? 'year' : 'years'} before`,
    );
    parts.push(
      formula('B', `rate / (1 + growth) ^ ago * (${later} - ${earlier})`, {
        rate,
        growth,
        ago: years,
        year,
        ...(to === undefined ? {} : { to }),
        ...(from === undefined ? {} : { from }),
      }),
    );
  }
  return sum('B', parts);
}
