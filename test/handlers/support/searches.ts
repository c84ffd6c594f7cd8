// A thousand routes' searches by minute, made up as section 6 of the design loads them: Zipf 0.9, smooth days, daily noise.

const minutesAnHour = 60;
export const hoursAWeek = 168;

/** FlyHigh's average: 100 searches to each of 0.16 bookings a second. */
const averageAnHour = 16 * 3600;
/** The busiest hour is 2.5 times the average. */
const concentration = 1.3;

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Counts of a Poisson process. Above 40 the normal curve is close enough: which minute they fall in is drawn one by one. */
function poisson(mean: number, random: () => number): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count += 1;
  return count;
}

/** Share of the day's average, a smooth curve with its top at 18:30 UTC and its bottom twelve hours off. */
function dayShape(hour: number): number {
  const angle = (2 * Math.PI * ((hour % 24) - 18)) / 24;
  return Math.exp(concentration * Math.cos(angle)) / scale;
}
const scale =
  Array.from({ length: 24 }, (_, hour) => Math.exp(concentration * Math.cos((2 * Math.PI * (hour - 18)) / 24))).reduce(
    (sum, each) => sum + each,
    0,
  ) / 24;

/** Shares of all searches, most searched first. */
export function zipf(routes: number, exponent: number): readonly number[] {
  const weights = Array.from({ length: routes }, (_, rank) => (rank + 1) ** -exponent);
  const sum = weights.reduce((all, each) => all + each, 0);
  return weights.map((weight) => weight / sum);
}

function add(counts: Uint32Array, index: number, more: number): void {
  counts[index] = (counts[index] ?? 0) + more;
}

export interface Surge {
  /** From 1, the most searched. */
  readonly rank: number;
  /** Minutes since the simulation began. */
  readonly from: number;
  readonly minutes: number;
}

export interface Hour {
  readonly searches: number;
  /** How many of them in each of its minutes. */
  readonly byMinute: Uint32Array;
}

/**
 * One route's hours, one after the other. A surge is four times what is usual then, and at least 60 in five minutes.
 *
 * @param share of all searches.
 */
export function* routeHours(share: number, hours: number, surges: readonly Surge[], seed: number): Generator<Hour> {
  const random = chance(seed);
  let noise = 1;
  const byMinute = new Uint32Array(minutesAnHour);
  for (let hour = 0; hour < hours; hour += 1) {
    if (hour % 24 === 0) noise = Math.max(0.5, 1 + 0.1 * normal(random));
    const mean = averageAnHour * share * noise * dayShape(hour + 0.5);
    // Within the hour as steep as the day is there.
    const slope = (dayShape(hour + 1) - dayShape(hour)) / dayShape(hour + 0.5);
    let searches = poisson(mean, random);
    byMinute.fill(0);
    for (let n = 0; n < searches; n += 1) {
      // Where a uniform number lies once the hour rises or falls by the slope.
      const even = random();
      const at = even + (slope * even * (1 - even)) / 2;
      add(byMinute, Math.min(59, Math.floor(at * minutesAnHour)), 1);
    }
    for (const { from, minutes } of surges) {
      for (let minute = Math.max(from, hour * 60); minute < Math.min(from + minutes, (hour + 1) * 60); minute += 1) {
        const more = poisson(Math.max((3 * mean) / 60, 12), random);
        add(byMinute, minute - hour * 60, more);
        searches += more;
      }
    }
    yield { searches, byMinute };
  }
}
