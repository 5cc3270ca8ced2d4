import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { methodStyles, styledMethods } from '@dsrnn/analysis';
import { expandGrid, loadExperiment, loadPresets } from '@dsrnn/experiment';
import { describe, expect, it } from 'vitest';
import { findWorkspace } from '../src/workspace.ts';

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
