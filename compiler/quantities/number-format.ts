// A number to the text that documents and pictures show: the same on every machine, whatever its language.

export interface NumberFormat {
  /** Significant digits; trailing zeros are dropped. Default 3. */
  readonly digits?: number;
  /** Whole millions and more in words where that loses nothing: "20 million". Default: digits, grouped by commas. */
  readonly words?: boolean;
}

const magnitudes: readonly (readonly [exponent: number, word: string])[] = [
  [12, 'trillion'],
  [9, 'billion'],
  [6, 'million'],
];

export function formatNumber(value: number, format: NumberFormat = {}): string {
  const { digits = 3, words = false } = format;
  if (!Number.isFinite(value)) return String(value);
  const [figures, exponent] = rounded(Math.abs(value), digits);
  if (figures === '0') return '0';
  const sign = value < 0 ? '-' : '';
  const magnitude = words ? magnitudes.find(([least]) => exponent >= least && exponent < least + 3) : undefined;
  // Up to three decimals read well behind "20.5 million"; more are better written out.
  if (magnitude !== undefined && figures.length <= exponent - magnitude[0] + 4)
    return `${sign}${plain(figures, exponent - magnitude[0])} ${magnitude[1]}`;
  if (exponent >= 15 || exponent < -9) return `${sign}${plain(figures, 0)}e${exponent}`;
  return sign + plain(figures, exponent);
}

/** The value that `formatNumber` shows, as a number: what decides between "1 item" and "2 items", and between kB and MB. */
export function roundTo(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

// The significant figures without trailing zeros, and the power of ten of the first of them.
function rounded(value: number, digits: number): readonly [figures: string, exponent: number] {
  const [mantissa = '0', power = '0'] = value.toExponential(Math.max(1, digits) - 1).split('e');
  return [mantissa.replace('.', '').replace(/0+$/, '') || '0', Number(power)];
}

function plain(figures: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${figures}`;
  const whole = figures.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = figures.slice(exponent + 1);
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${fraction === '' ? '' : `.${fraction}`}`;
}
