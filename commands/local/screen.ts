// Lines that stay and rows that are drawn over each other to one terminal: what is said between two drawings is not drawn over.
import { printable } from '../../compiler/terminal.ts';
import type { Row } from '../../local/rehearsal.ts';

export interface Screen {
  say(line: string): void;
  /** In the place of the rows that were drawn last, unless something was said since. */
  draw(rows: readonly Row[]): void;
}

/** @param write takes text as it is */
export function screenOf(say: (line: string) => void, write: (text: string) => void): Screen {
  let drawn = 0;
  return {
    say: (line) => {
      drawn = 0;
      say(line);
    },
    draw: (rows) => {
      if (drawn > 0) write(`\x1b[${drawn}A`);
      const width = Math.max(...rows.map(({ label }) => label.length));
      const columns = process.stdout.columns || Number.POSITIVE_INFINITY;
      // A row that wraps would be drawn over in part only.
      for (const { label, value } of rows)
        write(`\x1b[2K${`${label.padEnd(width)}  ${printable(value)}`.slice(0, columns - 1)}\n`);
      drawn = rows.length;
    },
  };
}
