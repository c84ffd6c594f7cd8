import { expect, it } from 'vitest';
import { endings } from '../../ending/endings.ts';

it('everything is ended, the last first, also when an ending fails, and only once', async () => {
  const story: string[] = [];
  const ends = endings();
  ends.add(async () => story.push('first'));
  ends.add(async () => {
    story.push('second');
    throw new Error('stuck');
  });
  ends.add(async () => story.push('third'));
  await expect(ends.all()).rejects.toThrow('stuck');
  expect(story).toEqual(['third', 'second', 'first']);
  await ends.all();
  expect(story).toHaveLength(3);
});
