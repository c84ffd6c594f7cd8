// The colours of a picture, light and dark, to its style sheet.

type Tone =
  | 'page'
  | 'card'
  | 'line'
  | 'text'
  | 'soft'
  | 'data'
  | 'request'
  | 'failure'
  | 'control'
  | 'cloud'
  | 'region'
  | 'plain'
  | 'fill'
  | 'strip';

export type Theme = Readonly<Record<Tone, string>>;

/** Frames in the colours AWS gives to its cloud (squid ink) and regions (teal). */
export const light: Theme = {
  page: '#ffffff',
  card: '#ffffff',
  line: '#cfd6de',
  text: '#16202c',
  soft: '#566373',
  data: '#1b5fc1',
  request: '#5b6b7d',
  failure: '#c4281c',
  control: '#7b8794',
  cloud: '#242f3e',
  region: '#00a4a6',
  plain: '#8a97a6',
  fill: '#f4f6f9',
  strip: '#eef1f5',
};

export const dark: Theme = {
  page: '#0f151d',
  card: '#1b2430',
  line: '#3a4757',
  text: '#eef2f6',
  soft: '#a9b6c4',
  data: '#6ea8ff',
  request: '#9aa9b9',
  failure: '#ff7d70',
  control: '#8492a2',
  cloud: '#c3ccd6',
  region: '#2cc4c6',
  plain: '#66758a',
  fill: '#151d27',
  strip: '#1a232f',
};

const tones = Object.keys(light) as readonly Tone[];

/** Inter first; what it lacks falls to whatever the reader's system has for that script. */
const family =
  "Inter,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans','Noto Sans CJK SC','Noto Sans Arabic',sans-serif";

const rules: readonly (readonly [selector: string, declarations: string])[] = [
  ['text', `font-family:${family};fill:$text;font-kerning:none;text-rendering:geometricPrecision;white-space:pre`],
  ['.soft', 'fill:$soft'],
  ['.b', 'font-weight:600'],
  ['.page', 'fill:$page'],
  ['.card', 'fill:$card;stroke:$line'],
  ['.mark .card', 'stroke-dasharray:3 3'],
  ['.icon', 'color:$text'],
  ['.frame', 'fill:none;stroke:$plain'],
  ['.plain .frame', 'fill:$fill;stroke:$plain;stroke-dasharray:4 3'],
  ['.strip .frame', 'fill:$strip;stroke:$plain;stroke-dasharray:none'],
  ['.cloud .frame', 'stroke:$cloud;stroke-width:1.4'],
  ['.region .frame', 'stroke:$region;stroke-dasharray:5 4;stroke-width:1.4'],
  ['.region text', 'fill:$region'],
  ['.way,.halo', 'fill:none;stroke-linejoin:round'],
  ['.halo', 'stroke:$page'],
  ['.pill', 'fill:$page'],
  ['.on-plain', 'fill:$fill'],
  ['.on-strip', 'fill:$strip'],
  ...(['data', 'request', 'failure', 'control'] as const).flatMap((kind) => [
    [`.${kind} .way`, `stroke:$${kind}`] as const,
    [`.${kind} .tip`, `fill:$${kind}`] as const,
  ]),
  ['.failure .way', 'stroke-dasharray:6 4'],
  ['.control .way', 'stroke-dasharray:1.5 3.5;stroke-linecap:round'],
  ['.step', 'fill:$data'],
  ['.number', 'fill:$page;font-weight:600'],
];

const filled = (declarations: string, colour: (tone: Tone) => string): string =>
  declarations.replace(/\$([a-z]+)/g, (whole, name: string) => {
    const tone = tones.find((one) => one === name);
    return tone ? colour(tone) : whole;
  });

const variables = (theme: Theme): string => tones.map((tone) => `--${tone}:${theme[tone]}`).join(';');

/** Follows the reader's preference for light or dark. */
export const adaptiveStyle = (): string =>
  [
    `:root{color-scheme:light dark;${variables(light)}}`,
    `@media (prefers-color-scheme:dark){:root{${variables(dark)}}}`,
    ...rules.map(([selector, declarations]) => `${selector}{${filled(declarations, (tone) => `var(--${tone})`)}}`),
  ].join('\n');

/** For renderers that know neither variables nor media queries. */
export const staticStyle = (theme: Theme): string =>
  rules.map(([selector, declarations]) => `${selector}{${filled(declarations, (tone) => theme[tone])}}`).join('\n');
