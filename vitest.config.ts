import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    testTimeout: 600_000, // a busy machine is slow, not wrong
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: '100%', // of the cores; vitest leaves one idle
    reporters: ['default', './tools/plain-count-reporter.ts'],
  },
});
