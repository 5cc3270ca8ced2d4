/**
 * Nx plugin: what `npm test` checks, as targets that run again only when what they look at has changed.
 *
 *   of a package: test                      its tests
 *                 test-pages and others     its tests that read more than packages, see test-groups.mjs
 *   of the root:  format, lint, typecheck   of the whole workspace: type-aware lint of each package by itself costs three
 *                                           times as much, because each loads the packages below it
 *                 experiments               all experiment files are sound
 *
 * A target passes from the cache if its inputs are those of a pass. So what a command reads is an input, or it is not
 * checked. What git ignores is never one: `machine.mjs` tells of it.
 */
import { countTests } from './count-tests.mjs';
import { testProjects } from './test-projects.mjs';
import { testGroups } from './test-groups.mjs';

const vitest = 'node node_modules/vitest/vitest.mjs run';

/** What decides how any command of this file runs, besides the sources. */
const configs = ['sharedGlobals', '{workspaceRoot}/package.json', '{workspaceRoot}/packages/*/package.json'];

const testInputs = [
  'default',
  '^production',
  '^testing',
  ...configs,
  '{workspaceRoot}/vitest.config.ts',
  '{workspaceRoot}/tools/plain-count-reporter.ts',
  '{workspaceRoot}/tools/nx-packages/*.mjs',
  { runtime: 'node tools/nx-packages/machine.mjs' },
];

/** A target whose result is that it passed. */
function check(command, inputs) {
  return { command, cache: true, inputs, outputs: [] };
}

export const name = 'nx-packages';

/** Nx 22 and later; files are relative to the workspace. */
export const createNodes = [
  '{package.json,packages/*/package.json}',
  (files) =>
    files.map((file) => [
      file,
      {
        projects:
          file === 'package.json' ? workspace() : { [dirname(file)]: { targets: tests(dirname(file)) } },
      },
    ]),
];
/** The name that Nx 19 to 21 look for. */
export const createNodesV2 = createNodes;

/** After all else: how many tests passed, those included that passed from the cache. */
export function postTasksExecution(_, { taskResults }) {
  const count = countTests(Object.values(taskResults));
  if (count !== undefined) process.stdout.write(`${count}\n`);
}

const dirname = (file) => file.slice(0, file.lastIndexOf('/'));

/** The targets that run the tests of a folder. */
function tests(folder) {
  const projects = testProjects(folder);
  const targets = [...new Set(projects.map(({ target }) => target))];
  return Object.fromEntries(
    targets.map((target) => {
      const names = projects.filter((one) => one.target === target).map(({ name }) => `--project ${name}`);
      const reads =
        testGroups.find((group) => group.folder === folder && group.target === target)?.reads ?? [];
      const inputs = [...testInputs, ...reads.map((pattern) => `{workspaceRoot}/${pattern}`)];
      return [target, check([vitest, ...names].join(' '), inputs)];
    }),
  );
}

/** What is checked of all packages at once. The root has no other targets. */
function workspace() {
  const sources = ['{workspaceRoot}/{packages,tools}/**/*', '{workspaceRoot}/*'];
  const types = ['{workspaceRoot}/{packages,tools}/**/*.{ts,mts,json}', '{workspaceRoot}/*.{ts,json}'];
  return {
    '.': {
      name: 'workspace',
      implicitDependencies: ['@dsrnn/*'], // so that `^production` is that of all packages
      targets: {
        format: check('node node_modules/prettier/bin/prettier.cjs --check --cache --log-level warn .', [
          '{workspaceRoot}/**/*',
        ]),
        lint: check('node node_modules/eslint/bin/eslint.js .', [...sources, 'sharedGlobals']),
        typecheck: check('node node_modules/typescript/bin/tsc -p tsconfig.json', [
          ...types,
          'sharedGlobals',
        ]),
        experiments: check('node packages/cli/bin/dsrnn.mjs validate', [
          '{workspaceRoot}/{experiments,configs}/**/*',
          '^production',
          ...configs,
          { runtime: 'node tools/nx-packages/machine.mjs' },
        ]),
        ...toolTests(),
      },
    },
  };
}

/** The tests of tools/ are targets of the root. They read what the workspace is configured with. */
function toolTests() {
  const own = ['tools/**/*', 'nx.json', '.gitignore'].map((pattern) => `{workspaceRoot}/${pattern}`);
  return Object.fromEntries(
    Object.entries(tests('tools')).map(([target, { command, inputs }]) => [
      target,
      check(command, [...own, ...inputs.filter((input) => input !== 'default')]),
    ]),
  );
}
