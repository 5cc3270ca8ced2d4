/**
 * Nx plugin: each experiments/<id>/experiment.yaml is one Nx project named <id>.
 *
 *   validate   the file is sound                          cached
 *   sweep      every missing run is computed              not cached, see below
 *   table, figure, claims                                 cached, redrawn when a result changes
 *   check      committed results are recomputed           not cached: it is asked for in order to compute
 *
 * The profile comes from DSRNN_PROFILE (default quick). The YAML is never opened here: a malformed file must fail that
 * experiment's `validate`, whereas an exception in a plugin takes down the project graph, and with it every command.
 */
import { basename, dirname } from 'node:path';

const cli = 'node packages/cli/bin/dsrnn.mjs';

/** Files that decide what an experiment is, besides the code. */
const config = ['{projectRoot}/experiment.yaml', '{workspaceRoot}/configs/**/*.yaml'];
/** The program itself: the production files of the cli and of everything below it. */
const code = [
  '^production',
  'sharedGlobals',
  { env: 'DSRNN_PROFILE' },
  { env: 'DSRNN_RUNS_DIR' },
  { env: 'DSRNN_DATA_DIR' },
];
const drawing = {
  externalDependencies: ['vega', 'vega-lite', '@resvg/resvg-wasm', 'dejavu-fonts-ttf', 'zod', 'yaml'],
};

export const name = 'nx-experiments';

/** Nx 22 and later; files are relative to the workspace. */
export const createNodes = [
  'experiments/*/experiment.yaml',
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: project(file) } }]),
];
/** The name that Nx 19 to 21 look for. */
export const createNodesV2 = createNodes;

function project(file) {
  const id = basename(dirname(file));
  const profile = process.env.DSRNN_PROFILE || 'quick';
  const built = `{workspaceRoot}/build/${id}/${profile}`;
  const command = (words) => `${cli} ${words} --profile ${profile}`;

  /**
   * Redrawn when a key or a digest of the grid changes, not when a run merely took another time.
   *
   * What git ignores Nx leaves out of a hash, even where an input names it; it then serves what was drawn before. Such
   * files count only as outputs of a task that this one depends on. So build/ is listed as outputs of the sweep: the
   * digests of runs/ and the data at hand, which grid.json holds, and the times that `dsrnn time` left.
   */
  const drawn = (verb, outputs) => ({
    command: command(`${verb} ${id}`),
    cache: true,
    dependsOn: ['sweep'],
    inputs: [
      ...config,
      ...code,
      drawing,
      { dependentTasksOutputFiles: '**/grid.json' },
      { dependentTasksOutputFiles: '**/times.json' },
      // Committed, so Nx sees them: they stand in for times and data that are not here.
      `{workspaceRoot}/results/${id}/${profile}/times.json`,
      `{workspaceRoot}/results/${id}/${profile}/floors.json`,
    ],
    outputs: outputs.map((pattern) => `${built}/${pattern}`),
  });

  return {
    name: id,
    projectType: 'application',
    tags: ['type:experiment'],
    // Makes `^production` cover the sources that the commands run.
    implicitDependencies: ['@dsrnn/cli'],
    targets: {
      validate: {
        command: `${cli} validate ${id}`,
        cache: true,
        inputs: [...config, ...code, drawing],
        outputs: [],
      },
      // Not cached by Nx, on purpose. The run store is the cache, and a finer one: it is addressed by the content of
      // each run, so that after deleting one result.json exactly that run is computed again, and adding a seed adds
      // only the runs of that seed. Nx would restore or repeat the sweep as a whole.
      sweep: {
        command: command(`run ${id}`),
        cache: false,
        parallelism: false, // it fills the processor with workers of its own
        inputs: [...config, ...code],
        outputs: [`${built}/grid.json`, `${built}/times.json`],
      },
      table: drawn('table', ['table-*']),
      figure: drawn('figure', ['figure-*']),
      claims: drawn('claims', ['claims.*']),
      check: {
        command: command(`check ${id}`),
        cache: false,
        parallelism: false,
        inputs: [...config, ...code, `{workspaceRoot}/results/${id}/${profile}/runs.jsonl`],
        outputs: [],
      },
    },
  };
}
