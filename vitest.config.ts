import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { testProjects } from './tools/nx-packages/test-projects.mjs';

const folders = [...readdirSync('packages').map((name) => `packages/${name}`), 'tools'];

const absent = fileURLToPath(new URL('tools/nx-packages/absent.mjs', import.meta.url));

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: '100%', // of the cores; vitest leaves one idle
    reporters: ['default', './tools/plain-count-reporter.ts'],
    projects: folders.flatMap(testProjects).map(({ folder, name, include, exclude, isolate, group }) => ({
      extends: true as const,
      root: folder,
      test: {
        name,
        include,
        exclude: [...configDefaults.exclude, ...exclude],
        alias: Object.fromEntries((group?.without ?? []).map((name) => [name, absent])),
        isolate,
        env: { FORCE_COLOR: '0' }, // Nx sets it, and what tests start would colour what they read
        testTimeout: 600_000, // a busy machine is slow, not wrong
        hookTimeout: 600_000,
      },
    })),
  },
});
