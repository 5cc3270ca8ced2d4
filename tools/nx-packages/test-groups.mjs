/**
 * Tests that need more than their package and what it imports, each group a target of Nx and a project of vitest.
 *
 * Nx runs a target again when one of its inputs changed, so a test that reads a file which is no input passes from the
 * cache whatever became of the file. All other tests of a package form its target `test`. A group is a target of the root,
 * `FOLDER-NAME`: `npx nx run workspace:cli-drawings`.
 */

const experiments = ['experiments/**/*', 'configs/**/*'];
const pages = ['*.md', 'docs/**/*'];

/**
 * `files` are relative to `folder`, `reads` to the workspace. What the package is made of need not be listed. What stands
 * under `without` cannot be imported there, so a change of it does not reach the group.
 */
export const testGroups = [
  {
    folder: 'packages/analysis',
    name: 'pages',
    files: ['src/tables/escape-latex.test.ts', 'test/coverage.test.ts', 'test/latex-document.test.ts'],
    reads: ['results/**/*', ...pages],
  },
  {
    folder: 'packages/bench',
    name: 'pages',
    files: ['src/performance-tables.test.ts'],
    reads: pages,
  },
  {
    folder: 'packages/experiment',
    name: 'pages',
    files: [
      'src/store/committed-finite.test.ts',
      'src/run/conformance/paper-config.test.ts',
      'test/committed-grids.test.ts',
      'test/declared-measures.test.ts',
      'test/experiments.test.ts',
      'test/impossible-settings.test.ts',
      'test/loader-fuzz.test.ts',
      'test/measure-names.test.ts',
      'test/old-gating-keys.test.ts',
      'test/vacuous-settings.test.ts',
      'test/validation-doc.test.ts',
    ],
    reads: [...experiments, ...pages, 'results/**/*', '.prettierrc.json'],
  },
  {
    folder: 'packages/experiment',
    name: 'workspace', // copies all packages, or reads what each imports
    files: ['test/dependencies-doc.test.ts', 'test/worked-examples.test.ts'],
    reads: [
      'packages/**/*',
      ...experiments,
      ...pages,
      'package.json',
      'nx.json',
      'tsconfig*.json',
      'tools/**/*',
    ],
  },
  {
    folder: 'packages/cli',
    name: 'pages',
    files: [
      'test/init.test.ts',
      'test/measure-ranges.test.ts',
      'test/method-looks.test.ts',
      'test/readme.test.ts',
      'test/writing-an-experiment.test.ts',
    ],
    reads: [...experiments, ...pages, 'results/**/runs.jsonl', 'package.json'],
  },
  {
    folder: 'packages/cli',
    name: 'runs', // what computes, and draws nothing
    files: [
      'test/backend.test.ts',
      'test/bench.test.ts',
      'test/executor.test.ts',
      'test/kept-models.test.ts',
      'test/kill.test.ts',
      'test/kills-at-random.test.ts',
      'test/leases.test.ts',
      'test/sweeps.test.ts',
    ],
    reads: [],
    without: ['@dsrnn/analysis'],
  },
  {
    folder: 'packages/cli',
    name: 'drawings', // every committed table and figure is drawn again
    files: ['test/committed-results.test.ts'],
    reads: [...experiments, 'results/**/*', 'nx.json'],
  },
  {
    folder: 'tools',
    name: 'pages',
    files: [
      'file-lengths.test.ts',
      'line-ends.test.ts',
      'links.test.ts',
      'nx-packages/test-groups.test.ts',
      'quotes/quotes.test.ts',
      'rooms/rooms.test.ts',
    ],
    reads: ['**/*'],
  },
];

/** Tests that change or measure their whole process, so that each needs one of its own. */
export const alone = {
  'packages/bench': ['**/*.test.ts'], // times
  'packages/core': [
    'src/backends/on-node/*.test.ts', // another backend, and functions of Node that are taken away
    'src/model/stream/refusals.test.ts',
  ],
  'packages/experiment': ['src/run/conformance/*.test.ts', 'src/pool/*.test.ts'], // memory, signals
  tools: ['**/*.test.ts'],
};
