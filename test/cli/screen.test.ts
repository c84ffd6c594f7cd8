// What a terminal is given while `local` looks on.
import { expect, it } from 'vitest';
import { screenOf } from '../../commands/local/screen.ts';

const rows = [
  { label: 'sent', value: '1' },
  { label: 'counted', value: 'a\u001b[2J' },
];
const drawn = '\x1b[2Ksent     1\n\x1b[2Kcounted  a\\u{1b}[2J\n';

it('rows are drawn over each other, and never over what was said after them', () => {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const { draw, say } = screenOf((line) => write(`${line}\n`), write);
  say('Standing');
  draw(rows);
  draw(rows);
  say('Function counter failed');
  draw(rows);
  draw(rows);
  expect(text).toBe(`Standing\n${drawn}\x1b[2A${drawn}Function counter failed\n${drawn}\x1b[2A${drawn}`);
});
