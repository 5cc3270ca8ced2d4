import { readdirSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { testProjects } from './tools/nx-packages/test-projects.mjs';

const folders = [...readdirSync('packages').map((name) => `packages/${name}`), 'tools'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: '100%', // of the cores; vitest leaves one idle
    reporters: ['default', './tools/plain-count-reporter.ts'],
    projects: folders.flatMap(testProjects).map(({ folder, name, include, exclude, isolate }) => ({
      extends: true as const,
      root: folder,
      test: {
        name,
        include,
        exclude: [...configDefaults.exclude, ...exclude],
        isolate,
        env: { FORCE_COLOR: '0' }, // Nx sets it, and what tests start would colour what they read
        testTimeout: 600_000, // a busy machine is slow, not wrong
        hookTimeout: 600_000,
      },
    })),
  },
});
