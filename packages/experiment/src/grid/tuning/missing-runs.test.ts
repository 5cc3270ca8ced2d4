import { expect, it } from 'vitest';
import { experimentFile, toyPresets } from '../../../test/toy-registries.ts';
import { expandGrid } from '../expand-grid.ts';
import { loadExperiment } from '../../declare/load-experiment.ts';
import { missingRuns } from './missing-runs.ts';

const text = `id: toy
title: A toy
claim: nothing much
profiles:
  quick:
    architectures: [lstm-4]
    methods: [dense, ds]
    sparsity: [0, 0.9]
    tasks: [digits-rows]
    seeds: [1, 2]
    train: { label: std, steps: 20, learningRate: 0.005 }
    tune: { learningRate: { start: [0.005, 0.015] } }
`;
const runs = expandGrid(loadExperiment(experimentFile(text), toyPresets()), 'quick');
const name = ({ labels, spec }: (typeof runs)[number]): string =>
  `${labels.method} ${labels.recipe} ${String(spec.seed)}`;
const without = (...names: string[]) => {
  const keys = new Set(runs.filter((run) => !names.includes(name(run))).map(({ key }) => key));
  return (key: string) => keys.has(key);
};

it('tells runs that tuning lacks from runs without which a place has no number', () => {
  // dense has 0.005 with both seeds; ds has no rate with both.
  const has = without('dense std@0.015 1', 'ds std@0.005 2', 'ds std@0.015 1');
  const { needed, tuning } = missingRuns(runs, has, true);
  expect(tuning.map(name)).toEqual(['dense std@0.015 1']);
  expect(needed.map(name)).toEqual(['ds std@0.005 2', 'ds std@0.015 1']);
});

it('needs every run where recipes are listed', () => {
  const { needed, tuning } = missingRuns(runs, without('dense std@0.015 1'), false);
  expect([needed.map(name), tuning]).toEqual([['dense std@0.015 1'], []]);
});
