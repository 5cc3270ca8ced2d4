import { describe, expect, it } from 'vitest';
import { experimentFile, toyExperiment, toyPresets, toyRegistries } from '../../test/toy-registries.ts';
import { ConfigError } from '../declare/config-error.ts';
import { withBackend } from '../declare/backend-choice.ts';
import { distinctRuns, expandGrid, type GridRun } from './expand-grid.ts';
import { loadExperiment } from '../declare/load-experiment.ts';
import { parseRunFilter } from './run-filter.ts';
import { runKey } from '../identity/run-key.ts';

const presets = toyPresets();
const toy = loadExperiment(experimentFile(), presets);

function name({ labels, spec }: GridRun): string {
  return `${labels.architecture} ${labels.task} ${labels.method} ${String(spec.sparsity)} ${String(spec.seed)}`;
}

describe('expandGrid', () => {
  it('is the cross product, dense methods at sparsity 0 and sparse ones above it', () => {
    // 2 architectures × 2 tasks × (dense at 1 sparsity + ds at 2) × 2 seeds
    expect(expandGrid(toy, 'quick')).toHaveLength(24);
    // 1 × 1 × (dense at 1 + ds and rigl at 1 each) × 3 seeds
    expect(expandGrid(toy, 'laptop')).toHaveLength(9);
  });

  it('orders by architecture, task, method, sparsity, seed', () => {
    const names = expandGrid(toy, 'quick').map(name);
    expect(names.slice(0, 8)).toEqual([
      'lstm-4 digits-rows dense 0 1',
      'lstm-4 digits-rows dense 0 2',
      'lstm-4 digits-rows ds 0.5 1',
      'lstm-4 digits-rows ds 0.5 2',
      'lstm-4 digits-rows ds 0.9 1',
      'lstm-4 digits-rows ds 0.9 2',
      'lstm-4 digits-half dense 0 1',
      'lstm-4 digits-half dense 0 2',
    ]);
    expect(names[12]).toBe('gru-8 digits-rows dense 0 1');
  });

  it('shows labels with the same settings both, as two rows with one run', () => {
    const text = toyExperiment.replace('[dense, ds, rigl]', '[dense, { label: plain, kind: dense }]');
    const rows = expandGrid(loadExperiment(experimentFile(text), presets), 'laptop');
    expect(rows.map(({ labels, spec }) => `${labels.method} ${String(spec.seed)}`)).toEqual([
      ...['dense 1', 'dense 2', 'dense 3'],
      ...['plain 1', 'plain 2', 'plain 3'],
    ]);
    const runs = distinctRuns(rows);
    expect(runs.map(({ key }) => key)).toEqual(rows.slice(0, 3).map(({ key }) => key));
    expect(runs[0]?.labels).toMatchObject({
      method: 'dense = plain',
      architecture: 'lstm-4',
      strategy: null,
    });
  });

  it('resolves specs fully and keys them', () => {
    const [, run] = expandGrid(toy, 'laptop', { method: ['ds'] });
    expect(run?.spec).toEqual({
      architecture: { kind: 'lstm', units: 4, forgetBias: 1 },
      method: { kind: 'ds', router: { width: 16 } },
      sparsity: 0.9,
      sparsityOf: 'macs',
      task: { kind: 'digits', pool: 1 },
      train: { steps: 20, batchSize: 64 },
      seed: 2,
      backend: 'wasm',
      engine: 'fused',
    });
    expect(run?.key).toBe(runKey(run!.spec, toyRegistries));
  });

  it.each([{ backend: 'cpu' }, { engine: 'reference' }])('gives other keys on %o', (choice) => {
    const keys = new Set(expandGrid(toy, 'quick').map(({ key }) => key));
    const other = expandGrid(withBackend(toy, choice), 'quick');
    for (const { key, spec } of other) {
      expect(spec).toMatchObject(choice);
      expect(keys.has(key)).toBe(false);
    }
  });

  it('filters by labels, with alternatives', () => {
    const runs = expandGrid(
      toy,
      'quick',
      parseRunFilter('method=ds|dense,sparsity=0|0.9,seed=2,task=digits-half'),
    );
    expect(runs.map(name)).toEqual([
      'lstm-4 digits-half dense 0 2',
      'lstm-4 digits-half ds 0.9 2',
      'gru-8 digits-half dense 0 2',
      'gru-8 digits-half ds 0.9 2',
    ]);
  });

  it('takes the first seeds as the experiment lists them', () => {
    expect(expandGrid(toy, 'laptop', {}, 2).map(({ spec }) => spec.seed)).toEqual([1, 2, 1, 2, 1, 2]);
    expect(() => expandGrid(toy, 'laptop', {}, 4)).toThrow('--seed-count: expected 1 … 3');
    expect(() => expandGrid(toy, 'laptop', {}, 0)).toThrow(ConfigError);
    expect(() => expandGrid(toy, 'laptop', {}, 1.5)).toThrow(ConfigError);
  });

  it('names the known profiles for an unknown one', () => {
    expect(() => expandGrid(toy, 'quik')).toThrow(
      'profiles: unknown profile "quik"; did you mean "quick"? (known: quick, laptop)',
    );
  });

  it('names the known values for a filter value that no run has', () => {
    expect(() => expandGrid(toy, 'quick', { method: ['ds', 'rigl'] })).toThrow(
      '--only: no run of profile quick has method=rigl (known: dense, ds)',
    );
  });

  it('says why no run is left', () => {
    expect(() => expandGrid(toy, 'quick', parseRunFilter('method=dense,sparsity=0.9'))).toThrow(
      'no run passes --only method=dense,sparsity=0.9: of 24 runs method=dense keeps 8, sparsity=0.9 keeps 8, none passes all',
    );
  });

  describe('with recipes to tune over and probes', () => {
    const text = toyExperiment.replace(
      'train: { steps: 20 }',
      'train: short\n    tune: [{ label: long, steps: 40 }]\n    probes: [masks]',
    );
    const tuned = loadExperiment(experimentFile(text), presets);

    it('does every run with every recipe', () => {
      const runs = expandGrid(tuned, 'laptop', { method: ['ds'], seed: [1] });
      expect(runs.map(({ labels, spec }) => [labels.recipe, spec.train['steps']])).toEqual([
        ['short', expect.any(Number)],
        ['long', 40],
      ]);
      expect(expandGrid(tuned, 'laptop')).toHaveLength(18);
      expect(expandGrid(tuned, 'laptop', { recipe: ['long'] })).toHaveLength(9);
    });

    it('probes the runs whose method a probe applies to, and leaves the keys of the others alone', () => {
      const probed = expandGrid(tuned, 'laptop', { recipe: ['short'], seed: [1] });
      const method = (label: string) => probed.find(({ labels }) => labels.method === label)!;
      expect(method('ds').spec.probes).toEqual([{ kind: 'masks', examples: 10 }]);
      expect(method('dense').spec).not.toHaveProperty('probes');
      const plain = loadExperiment(experimentFile(text.replace('probes: [masks]', '')), presets);
      const keys = expandGrid(plain, 'laptop').map(({ key }) => key);
      expect(keys).toContain(method('dense').key);
      expect(keys).not.toContain(method('ds').key);
    });

    it('names what is wrong in a recipe or a probe', () => {
      const broken = text.replace('steps: 40', 'steps: 0').replace('[masks]', '[masks, mask]');
      expect(() => loadExperiment(experimentFile(broken), presets)).toThrow(
        /tune\[0\]\.steps[\s\S]*probes\[1\]/,
      );
      const twice = text.replace('label: long', 'label: short');
      expect(() => loadExperiment(experimentFile(twice), presets)).toThrow(/two recipes are called short/);
    });
  });

  it('refuses a reference that no profile has, and a measure that nothing measures', () => {
    const unknown = `${toyExperiment}reference: dense-small\n`;
    expect(() => loadExperiment(experimentFile(unknown), presets)).toThrow(
      /reference: no profile has the method dense-small/,
    );
    const claim = toyExperiment
      .replace('{ label: ds, sparsity: 0.9 }', '{ label: ds, sparsity: 0.9, measure: masks.h-churn }')
      .replace('{ label: dense, sparsity: 0 }', '{ value: 0.5 }')
      .replace('margin: 0.01', 'margin: 0.01\n    better: lower');
    expect(() => loadExperiment(experimentFile(claim), presets)).toThrow(
      /masks\.h-churn is measured in no profile that has runs of both sides: list masks in the probes of one$/m,
    );
    expect(() => loadExperiment(experimentFile(claim.replace('h-churn', 'h-chrn')), presets)).toThrow(
      /list masks in the probes of one, and name a measure that it has; did you mean "h-churn"\? \(h-linear, h-churn\)/,
    );
    const probed = claim.replace('train: { steps: 20 }', 'train: short\n    probes: [masks]');
    expect(() => loadExperiment(experimentFile(probed), presets)).not.toThrow();
  });
});
