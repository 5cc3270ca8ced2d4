/**
 * Nx plugin: what `npm test` checks, as targets that run again only when what they look at has changed.
 *
 *   of a package: lint                      its files
 *                 typecheck                 its types, against the declarations of the packages below it, and its own
 *                                           declarations for those above
 *                 test                      its tests
 *                 test-pages and others     its tests that read more than packages, see test-groups.mjs
 *   of the root:  lint, typecheck, test     the same of all files that are in no package
 *                 format                    all files
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
          file === 'package.json' ? workspace() : { [dirname(file)]: { targets: ofPackage(dirname(file)) } },
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

function ofPackage(folder) {
  return { lint: lint(folder, ['default']), typecheck: typecheck(folder, ['default']), ...tests(folder) };
}

/** Lint knows types: it reads the sources of the packages below. */
function lint(words, sources) {
  return check(`node node_modules/oxlint/bin/oxlint ${words}`, [
    ...sources,
    '^production',
    '^testing',
    'sharedGlobals',
    '{workspaceRoot}/.oxlintrc.json',
    '{workspaceRoot}/tools/lint/*',
  ]);
}

/** Where `tsconfig.base.json` puts the declarations of a folder; git ignores them, so Nx knows them as outputs only. */
const declarations = 'node_modules/.cache/types';

/**
 * The types of a folder with a tsconfig.json. A change below that leaves the declarations as they were does not reach it;
 * one that changes them does, whichever package they are of.
 */
function typecheck(folder, sources) {
  return {
    ...check(`node node_modules/typescript/bin/tsc -p ${folder}`, [
      ...sources,
      'sharedGlobals',
      { dependentTasksOutputFiles: '**/*.d.{ts,mts}', transitive: true },
    ]),
    dependsOn: ['^typecheck'],
    outputs: [`{projectRoot}/${declarations}`],
  };
}

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
  const sources = ['{workspaceRoot}/tools/**/*', '{workspaceRoot}/*'];
  return {
    '.': {
      name: 'workspace',
      implicitDependencies: ['@dsrnn/*'], // so that `^production` is that of all packages
      targets: {
        format: check('node node_modules/prettier/bin/prettier.cjs --check --cache --log-level warn .', [
          '{workspaceRoot}/**/*',
        ]),
        lint: lint(". --ignore-pattern 'packages/**'", sources),
        typecheck: typecheck('.', sources),
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
