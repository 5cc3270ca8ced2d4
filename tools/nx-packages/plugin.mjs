/**
 * Nx plugin: what `npm test` checks, as targets that run again only when what they look at has changed.
 *
 *   of a package: lint                      its files
 *                 typecheck                 its types, against the declarations of the packages below it, and its own
 *                                           declarations for those above
 *                 test                      its tests
 *   of the root:  lint, typecheck, test     the same of all files that are in no package
 *                 format                    all files
 *                 experiments               all experiment files are sound
 *                 cli-drawings and others   tests that read more than packages, see test-groups.mjs
 *
 * What reads pages or results is of the root, on which no project depends: else `nx affected` took a changed page for a
 * change of the package, and of all above it.
 *
 * A target passes from the cache if its inputs are those of a pass. So what a command reads is an input, or it is not
 * checked. What git ignores is never one: `machine.mjs` tells of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTests } from './count-tests.mjs';
import { testProjects } from './test-projects.mjs';
import { testGroups } from './test-groups.mjs';

/** What decides how any command of this file runs, besides the sources. */
const configs = ['sharedGlobals', '{workspaceRoot}/package.json'];

const testInputs = [
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
  (files, _options, { workspaceRoot }) => {
    const packages = files.filter((file) => file !== 'package.json').map(dirname);
    return files.map((file) => [
      file,
      {
        projects:
          file === 'package.json'
            ? workspace(packages, workspaceRoot)
            : { [dirname(file)]: { targets: ofPackage(dirname(file)) } },
      },
    ]);
  },
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
  return {
    lint: lint(folder, ['default']),
    typecheck: typecheck(folder, ['default']),
    test: vitest(ownProjects(folder), ['default', '^production', '^testing']),
  };
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

/** Names of the projects of vitest that have the tests of a folder, its groups apart. */
const ownProjects = (folder) =>
  testProjects(folder)
    .filter(({ group }) => group === undefined)
    .map(({ name }) => name);

/** A target that runs projects of vitest. */
function vitest(projects, inputs) {
  const names = projects.map((name) => `--project ${name}`).join(' ');
  return check(`node node_modules/vitest/vitest.mjs run ${names}`, [...inputs, ...testInputs]);
}

/** A target for each group of tests, named as its project of vitest: its package, what that imports, and what it reads. */
function groupTargets(packages, root) {
  const here = testGroups.filter(({ folder }) => folder === 'tools' || packages.includes(folder));
  return Object.fromEntries(
    here.map((group) => {
      const { name } = testProjects(group.folder).find((project) => project.group === group);
      const inputs = group.reads.map((pattern) => `{workspaceRoot}/${pattern}`);
      if (group.folder !== 'tools') inputs.push(...sourcesOf(group, root));
      return [name, vitest([name], inputs)];
    }),
  );
}

/** All of a package, and what its tests use of those below it. */
function sourcesOf({ folder, without = [] }, root) {
  const below = new Set();
  const visit = (at) => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, at, 'package.json'), 'utf8'),
    );
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      if (!name.startsWith('@dsrnn/') || below.has(name) || without.includes(name)) continue;
      below.add(name);
      visit(name.replace('@dsrnn', 'packages'));
    }
  };
  visit(folder);
  const own = { input: 'default', projects: [folder.replace('packages', '@dsrnn')] };
  if (below.size === 0) return [own];
  return [own, ...['production', 'testing'].map((input) => ({ input, projects: [...below].sort() }))];
}

/** What is checked of all packages at once, and the tests of tools/, which read what the workspace is configured with. */
function workspace(packages, root) {
  const sources = ['{workspaceRoot}/tools/**/*', '{workspaceRoot}/*'];
  return {
    '.': {
      name: 'workspace',
      implicitDependencies: ['@dsrnn/*'], // so that `^production` is that of all packages
      targets: {
        format: check(
          'node node_modules/prettier/bin/prettier.cjs --check --cache --cache-strategy content --cache-location .nx/prettier.json --log-level warn .',
          ['{workspaceRoot}/**/*'],
        ),
        lint: lint(". --ignore-pattern 'packages/**'", sources),
        typecheck: typecheck('.', sources),
        test: vitest(ownProjects('tools'), [...sources, '^production', '^testing']),
        experiments: check('node packages/cli/bin/dsrnn.mjs validate', [
          '{workspaceRoot}/{experiments,configs}/**/*',
          '^production',
          ...configs,
          { runtime: 'node tools/nx-packages/machine.mjs' },
        ]),
        ...groupTargets(packages, root),
      },
    },
  };
}
