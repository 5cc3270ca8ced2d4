import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AnalysisContext,
  drawSvg,
  figures,
  methodStyles,
  PAGE,
  selectRecipes,
  styledMethods,
  withCosts,
  withDegradation,
} from '@dsrnn/analysis';
import {
  expandGrid,
  loadExperiment,
  loadPresets,
  type LoadedExperiment,
  observationsOf,
  openRunStore,
} from '@dsrnn/experiment';
import { describe, expect, it } from 'vitest';
import { committedFiles, findWorkspace } from '../src/workspace.ts';
import { readTimes } from '../src/record-files.ts';

const workspace = findWorkspace({
  cwd: import.meta.dirname,
  env: {},
  stdout: process.stdout,
  stderr: process.stderr,
});
const presets = loadPresets(workspace.configs);
const experiments = readdirSync(workspace.experiments)
  .filter((id) => existsSync(join(workspace.experiments, id, 'experiment.yaml')))
  .map((id) => loadExperiment(join(workspace.experiments, id, 'experiment.yaml'), presets));
const store = openRunStore({ root: workspace.runs, committed: committedFiles(workspace) });

/** What is drawn of the committed runs of a profile; scores of guessing are made up, because the true ones need the data. */
async function committed(experiment: LoadedExperiment, profile: string) {
  const runs = expandGrid(experiment, profile);
  const selected = selectRecipes(observationsOf(runs, store).observations, [
    ...new Set(runs.map(({ labels }) => labels.recipe)),
  ]);
  const distinct = (read: (run: (typeof runs)[number]) => string): string[] => [...new Set(runs.map(read))];
  const context: AnalysisContext = {
    experiment: experiment.id,
    profile,
    sparsityOf: experiment.sparsityOf,
    reference: experiment.reference ?? 'dense',
    architectures: distinct(({ labels }) => labels.architecture),
    methods: distinct(({ labels }) => labels.method),
    tasks: distinct(({ labels }) => labels.task),
    budgets: {},
    measureOf: () => undefined,
    expected: runs.map(({ labels: { architecture, method, task }, spec: { sparsity, seed } }) => ({
      ...{ architecture, method, sparsity, task, seed },
    })),
    choices: selected.choices,
    tuningCosts: [],
    classNames: {},
    times: await readTimes([join(workspace.results, experiment.id, profile)], experiment.id, profile),
    floors: distinct(({ labels }) => labels.task).flatMap((task) =>
      ['majority class', 'nearest class mean', 'nearest class mean of symbol frequencies'].map(
        (label, i) => ({
          ...{ task, label },
          score: [0.1, 0.5, 0.8][i]!,
        }),
      ),
    ),
    confidence: 0.95,
  };
  return { context, observations: withCosts(withDegradation(selected.observations)) };
}

describe('the figures of committed runs', () => {
  const drawn = experiments.flatMap((experiment) =>
    Object.keys(experiment.resolved)
      .filter((profile) => existsSync(join(workspace.results, experiment.id, profile, 'runs.jsonl')))
      .map((profile) => [experiment.id, profile, experiment] as const),
  );
  it.each(drawn)('of %s, profile %s, fit the page', async (_, profile, experiment) => {
    const { observations, context } = await committed(experiment, profile);
    for (const { id, build } of figures.filter((figure) => experiment.figures.includes(figure.id))) {
      const svg = await drawSvg(build(observations, context));
      const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      expect([id, Number(width) <= PAGE.width, Number(height) <= PAGE.height]).toEqual([id, true, true]);
    }
  });
});

describe('the methods of an experiment', () => {
  const grids = experiments.flatMap((experiment) =>
    Object.keys(experiment.resolved).map((profile) => [experiment.id, profile, experiment] as const),
  );
  it.each(grids)('of %s, profile %s, have looks of their own', (_, profile, experiment) => {
    const methods = [...new Set(expandGrid(experiment, profile).map(({ labels }) => labels.method))];
    expect(methods.filter((method) => !styledMethods.includes(method))).toEqual([]);
    const styles = methodStyles(methods.filter((method) => method !== 'dense'));
    const different = (read: (style: (typeof styles)[number]) => unknown): number =>
      new Set(styles.map((style) => JSON.stringify(read(style)))).size;
    expect(different(({ color, shape }) => [color, shape])).toBe(styles.length);
    expect(different(({ color, dash }) => [color, dash])).toBe(styles.length);
    if (styles.length > 8) return;
    expect(different(({ color }) => color)).toBe(styles.length);
    expect(different(({ shape }) => shape)).toBe(styles.length);
  });
});
