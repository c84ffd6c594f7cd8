// Published AWS figures, as a service file writes them, to Facts in base units (s, B, USD).
import type { Fact } from '../../compiler/figures.ts';

type Kind = Fact['kind'];

interface Source {
  readonly source: string;
  readonly asOf: string;
  readonly note?: string;
  readonly adjustable?: boolean;
}

const factors: Readonly<Record<string, { readonly factor: number; readonly base: string }>> = {
  ms: { factor: 1e-3, base: 's' },
  s: { factor: 1, base: 's' },
  second: { factor: 1, base: 's' },
  seconds: { factor: 1, base: 's' },
  minute: { factor: 60, base: 's' },
  minutes: { factor: 60, base: 's' },
  hour: { factor: 3600, base: 's' },
  hours: { factor: 3600, base: 's' },
  day: { factor: 86400, base: 's' },
  days: { factor: 86400, base: 's' },
  month: { factor: 730 * 3600, base: 's' },
  B: { factor: 1, base: 'B' },
  bytes: { factor: 1, base: 'B' },
  KB: { factor: 1e3, base: 'B' },
  MB: { factor: 1e6, base: 'B' },
  GB: { factor: 1e9, base: 'B' },
  TB: { factor: 1e12, base: 'B' },
  KiB: { factor: 1024, base: 'B' },
  MiB: { factor: 1024 ** 2, base: 'B' },
  GiB: { factor: 1024 ** 3, base: 'B' },
  TiB: { factor: 1024 ** 4, base: 'B' },
  percent: { factor: 0.01, base: '' },
};
const multipliers: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6 };

/**
 * "USD/million requests" to { factor: 1e-6, unit: "USD/requests" }. Parts are separated by "/", joined by "-" ("GB-month"),
 * and may start with a number or "million" ("1,000 requests", "5 minutes"). Any other word is what is counted.
 */
export function baseUnit(published: string): { readonly factor: number; readonly unit: string } {
  let factor = 1;
  const units = published.split('/').map((part, index) => {
    const words = part.trim().split(/\s+/);
    let scale = 1;
    const [first = ''] = words;
    const amount = multipliers[first] ?? Number(first.replaceAll(',', ''));
    if (words.length > 1 && Number.isFinite(amount)) {
      scale = amount;
      words.shift();
    }
    const bases = words
      .join(' ')
      .split('-')
      .map((word) => {
        const known = Object.hasOwn(factors, word) ? factors[word] : undefined;
        scale *= known?.factor ?? 1;
        return known?.base ?? word;
      });
    factor = index === 0 ? factor * scale : factor / scale;
    return bases.filter((base) => base !== '').join('·');
  });
  return { factor, unit: units.join('/') };
}

/**
 * The facts of one service: `const { limit, price } = factsOf('kinesis-data-streams')`, then
 * `shardWriteBytes: limit('shardWriteBytes', 1, 'MiB/second/shard', source)`.
 * `unverified` facts are warnings until the model declares an assumption with `fact: <service>/<id>`.
 */
export function factsOf(service: string) {
  const make =
    (kind: Kind, verified = true) =>
    (id: string, value: number, unit: string, source: Source): Fact => {
      const base = baseUnit(unit);
      return {
        service,
        id,
        kind,
        value: value * base.factor,
        unit: base.unit,
        published: `${value} ${unit}`,
        verified,
        ...source,
      };
    };
  return {
    limit: make('limit'),
    capacity: make('capacity'),
    latency: make('latency'),
    price: make('price'),
    sla: make('sla'),
    unverified: (kind: Kind, id: string, value: number, unit: string, note?: string): Fact =>
      make(kind, false)(id, value, unit, {
        source: 'no source found; general knowledge',
        asOf: 'unknown',
        ...(note === undefined ? {} : { note }),
      }),
  };
}

/** Facts by id, as Service.facts wants them. */
export const byId = (facts: readonly Fact[]): Readonly<Record<string, Fact>> =>
  Object.fromEntries(facts.map((fact) => [fact.id, fact]));

// Sources that many facts share. The dates are those of the copies that were read.
export const pricesQuoted = {
  source: 'AWS Price List Bulk API, us-east-1, as quoted with usage types in a third-party cost model',
  asOf: '2026-09-29',
} as const;
export const pricesPublished = {
  source: 'AWS Price List API, us-east-1, as quoted with publication dates by a third party',
  asOf: '2026-08-01',
} as const;
