import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import {
  experimentFile,
  redigested,
  toyExperiment,
  toyPresets,
  toyResult,
  toyTiming,
} from '../../test/toy-registries.ts';
import { expandGrid } from './expand-grid.ts';
import { loadExperiment } from '../declare/load-experiment.ts';
import { observationsOf } from './observations.ts';
import { openRunStore } from '../store/run-store.ts';

describe('observationsOf', () => {
  it('joins labels and numbers in the order of the grid and lists what is missing', () => {
    const text = toyExperiment.replace('{ steps: 20 }', '{ steps: 20, learningRate: 0.015 }');
    const runs = expandGrid(loadExperiment(experimentFile(text), toyPresets()), 'laptop', { seed: [1] });
    const store = openRunStore({ root: temporaryFolder() });
    for (const run of [runs[2]!, runs[0]!]) {
      const result = toyResult(run.spec, run.spec.sparsity);
      store.put(result, toyTiming(result.key));
    }
    const { observations, missing } = observationsOf(runs, store);
    expect(missing).toEqual([runs[1]]);
    expect(observations.map(({ method, sparsity, score }) => [method, sparsity, score])).toEqual([
      ['dense', 0, 0],
      ['rigl', 0.9, 0.9],
    ]);
    expect(observations[1]).toEqual({
      key: runs[2]?.key,
      architecture: 'lstm-4',
      method: 'rigl',
      task: 'digits-rows',
      tunes: true,
      stream: 'digits-rows',
      strategy: null,
      recipe: 'own',
      learningRate: 0.015,
      sparsity: 0.9,
      seed: 1,
      status: 'completed',
      metric: 'accuracy',
      score: 0.9,
      validationScore: 0.7,
      curve: [{ step: 10, trainLoss: 0.6, validationLoss: 0.55, validationScore: 0.7 }],
      macs: { dense: 400, core: 40, router: 20, total: 60 },
      parameters: 400,
      units: 4,
      activity: { hidden: 0.25 },
      parts: null,
      measures: {},
      details: {},
    });
  });

  it('names what probes measured by probe and measure', () => {
    const text = toyExperiment.replace('train: { steps: 20 }', 'train: short\n    probes: [masks]');
    const runs = expandGrid(loadExperiment(experimentFile(text), toyPresets()), 'laptop', { seed: [1] });
    const store = openRunStore({ root: temporaryFolder() });
    const run = runs.find(({ labels }) => labels.method === 'ds')!;
    const rest = toyResult(run.spec);
    const outcome = {
      ...rest.outcome,
      probes: { masks: { measures: { 'h-dead': 0.25 }, details: { kept: [1] } } },
    };
    store.put(redigested({ ...rest, outcome }), toyTiming(run.key));
    const [found] = observationsOf([run], store).observations;
    expect(found?.measures).toEqual({ 'masks.h-dead': 0.25 });
    expect(found?.details).toEqual({ masks: { kept: [1] } });
  });

  it('names what is known by part, and compares within task and strategy', () => {
    const text = toyExperiment
      .replace(
        'tasks: [digits-rows]\n    seeds: [1, 2, 3]',
        'tasks: [four-parts]\n    strategies: [replay]\n    seeds: [1]',
      )
      .replace('train: { steps: 20 }', 'train: { steps: 20, select: last, patience: null }');
    const runs = expandGrid(loadExperiment(experimentFile(text), toyPresets()), 'laptop');
    const store = openRunStore({ root: temporaryFolder() });
    const rest = toyResult(runs[0]!.spec);
    const parts = {
      measures: { forgetting: 0.5 },
      names: ['a', 'b'],
      scores: [
        [1, 0],
        [0.5, 1],
      ],
      untrained: [0, 0],
      validation: [],
    };
    const outcome = { ...rest.outcome, parts };
    store.put(redigested({ ...rest, outcome }), toyTiming(runs[0]!.key));
    const [found] = observationsOf(runs.slice(0, 1), store).observations;
    expect(found).toMatchObject({
      task: 'four-parts/replay',
      stream: 'four-parts',
      strategy: 'replay',
      measures: { 'parts.forgetting': 0.5 },
      parts,
    });
  });
});
