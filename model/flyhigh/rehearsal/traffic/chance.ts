// A seed to numbers that look like chance and are the same on every machine.

export interface Chance {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** True for a share of the calls. */
  happens(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Small hexadecimal digits. */
  hex(digits: number): string;
}

/** @param label keeps what is drawn for one purpose apart from what is drawn for others. */
export function chance(seed: number, label: string): Chance {
  const next = sfc32(`${seed}/${label}`);
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick(list) {
      const item = list[between(0, list.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    hex: (digits) => Array.from({ length: digits }, () => between(0, 15).toString(16)).join(''),
  };
}

/** Weights that fall with the rank to the power of `skew`, to an index drawn by them. */
export function zipf(count: number, skew: number): (chance: Chance) => number {
  const sums: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    total += rank ** -skew;
    sums.push(total);
  }
  return ({ next }) => {
    const drawn = next() * total;
    const index = sums.findIndex((sum) => drawn < sum);
    return index < 0 ? count - 1 : index;
  };
}

/** Small fast counting generator with 128 bits of state, by Chris Doty-Humphrey; 15 rounds mix the seed in. */
function sfc32(text: string): () => number {
  let [a, b, c, counter] = [hash(text, 1), hash(text, 2), hash(text, 3), 1];
  const step = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round += 1) step();
  return step;
}

/** FNV-1a, begun differently for each word of the state. */
function hash(text: string, salt: number): number {
  let value = (2166136261 ^ salt) | 0;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  }
  return value | 0;
}
