// Figures to the words that documents show, and to where they come from.
import type { Fact, Figure } from '../../compiler/figures.ts';
import { formatNumber, roundTo } from '../../compiler/quantities/index.ts';
import { rateText } from '../rate-text.ts';

const scale = (value: number, steps: readonly (readonly [number, string])[]): string => {
  const [factor, unit] = steps.find(([least]) => Math.abs(value) >= least) ?? steps.at(-1) ?? [1, ''];
  return `${formatNumber(value / factor)} ${unit}`;
};

export const durationText = (seconds: number): string => {
  if (seconds === 0) return '0 s';
  return scale(
    seconds,
    seconds < 120
      ? [
          [1, 's'],
          [1e-3, 'ms'],
        ]
      : seconds < 7200
        ? [[60, 'min']]
        : seconds < 172800
          ? [[3600, 'h']]
          : [[86400, 'd']],
  );
};
/** "512 MiB" where that is exact and decimal units are not; else "2.13 MB". */
export function bytesText(bytes: number): string {
  if (bytes === 0) return '0 B';
  const binary = binaryUnits.find(([factor]) => bytes >= factor && bytes % factor === 0 && bytes / factor < 1024);
  const decimal = decimalUnits.find(([least]) => Math.abs(bytes) >= least)?.[0] ?? 1;
  const rounded = roundTo(bytes / decimal) * decimal !== bytes;
  return scale(bytes, binary !== undefined && rounded ? [binary] : decimalUnits);
}

const binaryUnits = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
] as const;

const decimalUnits = [
  [1e15, 'PB'],
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
] as const;

/** Whole dollars from a hundred on, cents below one. */
export const usdText = (usd: number): string => {
  if (Math.abs(usd) >= 100) return formatNumber(Math.round(usd), { digits: 15 });
  return formatNumber(usd, { digits: Math.abs(usd) < 1 ? 2 : 3 });
};
export const shareText = (share: number): string => {
  const percent = share * 100;
  if (percent > 99 && percent < 100) return `${percent.toFixed(2)} %`;
  return `${formatNumber(percent, { digits: percent >= 100 ? 3 : 2 })} %`;
};

/** A figure in the unit that suits its size: "16 records/s", "0.8 kB", "405 USD/month", "15 ms". */
export function figureText(figure: Figure): string {
  const { value, unit } = figure;
  const [head = '', ...per] = unit.split('/');
  const tail = per.length === 0 ? '' : `/${per.join('/')}`;
  if (head === 's') return `${durationText(value)}${tail}`;
  if (head === 'B') return tail === '' ? bytesText(value) : `${bytesText(value)}${tail}`;
  if (head.startsWith('USD')) return `${usdText(value)} ${unit}`;
  if (unit === '') return formatNumber(value);
  return `${formatNumber(value)} ${roundTo(value) === 1 ? `${singular(head)}${tail}` : unit}`;
}

/** "shards" to "shard", of the plurals that the quantity language makes. */
const singular = (noun: string): string =>
  noun
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x|z|ss)es$/, '$1')
    .replace(/([^s])s$/, '$1');

/** "486/s", "69/h", "110/day". */
export const perSecondText = (perSecond: number): string => rateText(perSecond, 3);

/** A price or limit as AWS publishes it; everything else as computed. */
export const factText = (fact: Fact): string =>
  fact.published.replace(/^([\d.e+-]+)(?= )/, (number) => formatNumber(Number(number), { digits: 12 }));

/** Name of a fact as prose: "shardWriteRecords" to "shard write records". */
export const factName = (fact: Fact): string =>
  fact.id.replace(/([a-z])([A-Z0-9])|([0-9])([A-Z])/g, '$1$3 $2$4').toLowerCase();

/** Where a figure comes from, one level deep: "assumption growth", "AWS limit …", or the formula with its inputs' values. */
export function originText(figure: Figure): string {
  const { origin } = figure;
  switch (origin.kind) {
    case 'assumption':
      return origin.computed ? `${origin.id} = ${origin.computed.text}` : origin.id;
    case 'fact':
      return `${origin.fact.service} ${factName(origin.fact)}, ${factText(origin.fact)}`;
    case 'setting':
      return `set in the model: ${origin.text}`;
    case 'definition':
      return origin.text;
    case 'formula':
      return substituted(origin.text, origin.inputs);
  }
}

/** Sums of parts that have no name of their own show the parts, and long ones only how many there are. */
function substituted(text: string, inputs: Readonly<Record<string, Figure>>): string {
  const names = Object.keys(inputs);
  if (names.length > mostShown && names.every((name) => /^a\d+$/.test(name)))
    return `${text.startsWith('max') ? 'the largest' : 'the sum'} of ${names.length} figures`;
  return text
    .replace(/[A-Za-z_]\w*/g, (name) => {
      const input = inputs[name];
      if (input === undefined) return name;
      return /^a\d+$/.test(name) ? inputText(input) : `${name} (${inputText(input)})`;
    })
    .replaceAll('*', '×');
}

const mostShown = 12;

/** Prices as published: a millionth of a dollar for one request says nothing. */
const inputText = (figure: Figure): string =>
  figure.origin.kind === 'fact' ? factText(figure.origin.fact) : factorText(figure);

const factorText = (figure: Figure): string =>
  figure.unit === '' && figure.value > 0.99 && figure.value < 1 ? shareText(figure.value) : figureText(figure);
