// Tests get one scratch folder a run: what is dear to make is made there once, and all of it is gone at the end.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/scratch-setup.ts'],
  },
});
