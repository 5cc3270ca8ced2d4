import { hostname } from 'node:os';
import { join } from 'node:path';
import type { RunSpec } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import {
  experimentFile,
  redigested,
  toyExperiment,
  toyPresets,
  toyRegistries,
  toyResult,
  toyTiming,
} from '../../test/toy-registries.ts';
import { expandGrid } from './expand-grid.ts';
import { explainExperiment } from './explain.ts';
import { formatExplanation } from './format-explanation.ts';
import { loadExperiment } from '../declare/load-experiment.ts';
import { coreKeyOf } from '../identity/key-of.ts';
import { openRunStore, type RunStore } from '../store/run-store.ts';
import { guessedThroughput, measureThroughput, speedKey, runSeconds } from './throughput.ts';

const experiment = loadExperiment(experimentFile(), toyPresets());
const emptyStore = openRunStore({ root: join(temporaryFolder(), 'none') });

/** Stores the laptop runs of ds with seeds 1 and 2, each trained here in `trainMs` for this many of 20 steps. */
function storeWithRuns(trainMs: number, steps = 20): RunStore {
  const store = openRunStore({ root: temporaryFolder() });
  for (const { spec } of expandGrid(experiment, 'laptop', { method: ['ds'], seed: [1, 2] })) {
    const result = toyResult(spec);
    const outcome = { ...result.outcome, steps };
    store.put(redigested({ ...result, outcome }), toyTiming(result.key, hostname(), trainMs));
  }
  return store;
}

// ds at 0.9 with 4 units: 400 dense MACs, core 40, router 20; 3 × 60 × 20 steps × 64 examples.
const dsTrainMacs = 230_400;

describe('explainExperiment', () => {
  it('counts runs, stored, missing and failed ones', () => {
    const store = storeWithRuns(1000);
    const failed = expandGrid(experiment, 'laptop', { method: ['dense'], seed: [3] })[0]!;
    const error = { name: 'Error', code: null, message: 'x', stack: '' };
    store.putFailure({ format: 2, key: failed.key, spec: failed.spec, error, at: '2026-01-02T03:04:05Z' });
    expect(explainExperiment(experiment, 'laptop', store).runs).toEqual({
      total: 9,
      shared: 0,
      stored: 2,
      missing: 7,
      probed: 0,
      failed: 1,
      least: 9,
      most: 9,
    });
  });

  it('counts runs that lack only probes of a kept model, which take no training', () => {
    const text = toyExperiment.replace(
      'train: { steps: 20 }',
      'train: { steps: 20 }\n    probes: [{ kind: masks }]',
    );
    const registries = { ...toyRegistries, probeWatches: () => false };
    const probed = loadExperiment(experimentFile(text), { ...toyPresets(), registries });
    const store = storeWithRuns(1000);
    const before = explainExperiment(probed, 'laptop', store, { throughput: guessedThroughput });
    expect(before.runs).toMatchObject({ missing: 6 + 3, probed: 0 });
    for (const key of store.keys())
      store.models.keep(key, {
        core: coreKeyOf(store.get(key)!),
        steps: 20,
        program: '',
        tensors: new Map(),
      });
    const after = explainExperiment(probed, 'laptop', store, { throughput: guessedThroughput });
    expect(after.runs).toMatchObject({ missing: 9, probed: 2 });
    const ds = after.cells.find(({ method }) => method === 'ds')!;
    expect(ds).toMatchObject({ missing: 3, probed: 2 });
    expect(before.time.missingSeconds - after.time.missingSeconds).toBeCloseTo(2 * ds.runSeconds);
    expect(formatExplanation(after)).toContain('9 to do, of which 2 lack only probes of a kept model');
  });

  it('counts the work of two labels with the same settings once, and shows both', () => {
    const text = toyExperiment.replace('[dense, ds, rigl]', '[dense, { label: plain, kind: dense }]');
    const twice = loadExperiment(experimentFile(text), toyPresets());
    const store = openRunStore({ root: temporaryFolder() });
    const { cells, runs, time } = explainExperiment(twice, 'laptop', store);
    expect(runs).toEqual({
      total: 3,
      shared: 3,
      stored: 0,
      missing: 3,
      probed: 0,
      failed: 0,
      least: 3,
      most: 3,
    });
    expect(cells.map(({ method, missing }) => [method, missing])).toEqual([
      ['dense', 3],
      ['plain', 0],
    ]);
    expect(time.missingSeconds).toBeCloseTo(3 * cells[0]!.runSeconds);
  });

  it('says how many runs there are at least and at most where learning rates are tuned', () => {
    const train =
      'train: { label: std, steps: 20, learningRate: 0.01 }\n    tune: { learningRate: { most: 4 } }';
    const text = toyExperiment.replace('train: { steps: 20 }', train);
    const tuned = loadExperiment(experimentFile(text), toyPresets());
    const explanation = explainExperiment(tuned, 'laptop', emptyStore, { throughput: guessedThroughput });
    expect(explanation.runs).toMatchObject({ total: 9, least: 27, most: 36 });
    expect(explanation.rates).toEqual({ start: [0.01], factor: 3, most: 4 });
    const words = formatExplanation(explanation).replace(/\s+/g, ' ');
    expect(words).toContain('9: 0 stored, 9 to do; with what tuning adds 27 at least, 36 at most');
    expect(words).toContain('learning rates 0.01, and further ones by factors of 3');
  });

  it('gives the cost of each cell of the grid as shares of the dense core', () => {
    const { cells } = explainExperiment(experiment, 'laptop', storeWithRuns(1000));
    expect(cells.map(({ method, sparsity, runs, missing }) => [method, sparsity, runs, missing])).toEqual([
      ['dense', 0, 3, 3],
      ['ds', 0.9, 3, 1],
      ['rigl', 0.9, 3, 3],
    ]);
    expect(cells[1]).toMatchObject({ units: 4, parameters: 400, routerShare: 0.05 });
    expect(cells[1]?.coreShare).toBeCloseTo(0.1, 12);
    expect(cells[1]?.totalShare).toBeCloseTo(0.15, 12);
    expect(cells[0]?.totalShare).toBe(1);
  });

  it('estimates the time of what is missing from the runs timed here', () => {
    const { time, cells } = explainExperiment(experiment, 'laptop', storeWithRuns(1000));
    expect(time.timedRuns).toBe(2);
    expect(time.macsPerSecond).toBeCloseTo(dsTrainMacs, 6);
    // 0.15 s to read data and build the model come on top of each run.
    expect(cells[1]?.runSeconds).toBeCloseTo(1.15, 12);
    // dense: 3 × 400 × 20 × 64 = 1,536,000 MACs; rigl: 153,600. 3 dense, 1 ds and 3 rigl runs are missing.
    expect(time.missingSeconds).toBeCloseTo(
      7 * 0.15 + (3 * 1_536_000 + dsTrainMacs + 3 * 153_600) / dsTrainMacs,
      9,
    );
  });

  it('says that it guesses where no run was timed', () => {
    const explanation = explainExperiment(experiment, 'laptop', emptyStore);
    expect(explanation.time).toMatchObject({ timedRuns: 0, macsPerSecond: guessedThroughput.macsPerSecond });
    expect(formatExplanation(explanation)).toContain('a guess at 2.00 GMAC/s');
  });

  it('explains a part of the grid', () => {
    const { cells, runs } = explainExperiment(experiment, 'quick', emptyStore, {
      only: { method: ['ds'] },
      seedCount: 1,
    });
    expect(runs.total).toBe(8);
    expect(cells).toHaveLength(8);
  });
});

describe('measureThroughput', () => {
  it('counts only the steps that a run did, and only runs of the machine', () => {
    const runs = expandGrid(experiment, 'laptop');
    const half = measureThroughput(runs, storeWithRuns(1000, 10), toyRegistries);
    expect(half.macsPerSecond).toBeCloseTo(dsTrainMacs / 2, 6);
    expect(measureThroughput(runs, storeWithRuns(1000), toyRegistries, 'elsewhere')).toBe(guessedThroughput);
  });

  it('prefers the speed of the same architecture and method', () => {
    const spec = expandGrid(experiment, 'laptop')[0]!.spec;
    const run = (kind: string): RunSpec => ({ ...spec, method: { kind } });
    const throughput = {
      macsPerSecond: 100,
      byPair: { [speedKey(run('ds'))]: 10 },
      basis: 'stored runs',
      runs: 1,
    } as const;
    expect(runSeconds(1000, run('ds'), throughput)).toBeCloseTo(100.15, 9);
    expect(runSeconds(1000, run('rigl'), throughput)).toBeCloseTo(10.15, 9);
  });
});

describe('formatExplanation', () => {
  it('fits 100 columns and says how to read sparsity', () => {
    const text = formatExplanation(explainExperiment(experiment, 'quick', emptyStore));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).toContain('counts MACs of the recurrent core, router excluded');
    expect(text).toContain('24: 0 stored, 24 to do');
    expect(text).toContain('summary of ds');
    expect(text).toMatch(/^backend +wasm, engine fused$/m);
    expect(text).toMatch(/lstm-4 +digits-rows +ds +0\.9 +4 +10\.0 +5\.0 +2\/2/);
  });
});
