// Tests get one scratch folder a run: what is dear to make is made there once, and all of it is gone at the end.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests wait for processes of their own: on two cores one worker would leave one idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['test/support/scratch-setup.ts'],
  },
});
