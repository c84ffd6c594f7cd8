// Text of a model to text that a terminal shows as it is: control characters made visible, widths known, long lines cut.

const columns = 100;

/** Control, format and bidirectional characters are written out, so that they are seen and not obeyed. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (character) => {
    // Emoji are joined by this one.
    if (character === '\u200D') return character;
    if (character === '\t') return ' ';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]|^\p{Extended_Pictographic}\uFE0F?|^\p{Emoji_Presentation}|^[\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Columns that a printable text takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segments.segment(text)) width += wide.test(segment) ? 2 : /^\p{M}/u.test(segment) ? 0 : 1;
  return width;
}

export interface Cut {
  readonly text: string;
  /** Where the marked part stands in the cut text. */
  readonly start: number;
  readonly length: number;
}

/** A line made printable, with the part from `start`; where it is long, what is far from that part gives way to "…". */
export function cutAround(line: string, start: number, length: number): Cut {
  const end = Math.min(line.length, start + length);
  // Only what can be shown is looked at: a line may be a megabyte.
  const near = { from: Math.max(0, start - 2 * columns), to: Math.min(line.length, end, start + columns) };
  const lead = printable(line.slice(near.from, start));
  const marked = printable(line.slice(start, near.to));
  const tail = printable(line.slice(near.to, near.to + 2 * columns));
  const room = Math.max(20, columns - Math.min(columns - 20, widthOf(marked)));
  const shownLead = near.from > 0 || widthOf(lead) > room ? `…${takeEnd(lead, Math.floor(room / 2))}` : lead;
  const shownMarked = widthOf(marked) > columns - 20 ? `${takeStart(marked, columns - 21)}…` : marked;
  const left = Math.max(10, columns - widthOf(shownLead) - widthOf(shownMarked));
  const shownTail = near.to + 2 * columns < line.length || widthOf(tail) > left ? `${takeStart(tail, left)}…` : tail;
  return { text: `${shownLead}${shownMarked}${shownTail}`, start: shownLead.length, length: shownMarked.length };
}

function takeStart(text: string, most: number): string {
  let taken = '';
  let width = 0;
  for (const { segment } of segments.segment(text)) {
    width += widthOf(segment);
    if (width > most) break;
    taken += segment;
  }
  return taken;
}

function takeEnd(text: string, most: number): string {
  const all = [...segments.segment(text)].map(({ segment }) => segment);
  let from = all.length;
  for (let width = 0; from > 0; from--) {
    width += widthOf(all[from - 1] ?? '');
    if (width > most) break;
  }
  return all.slice(from).join('');
}
