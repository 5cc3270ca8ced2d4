import { StrategyError } from '@dsrnn/continual';
import { SettingError } from '@dsrnn/core';
import { expect, it } from 'vitest';
import { experimentFile, toyPresets } from '../../test/toy-registries.ts';
import { ConfigError } from '../declare/config-error.ts';
import { expandGrid } from './expand-grid.ts';
import { loadExperiment } from '../declare/load-experiment.ts';
import { planGrid } from './plan-grid.ts';

const experiment = loadExperiment(experimentFile(), toyPresets());
const runs = expandGrid(experiment, 'laptop');

it('plans every run', () => {
  const plans = planGrid(experiment, runs);
  expect([...plans.keys()]).toEqual(runs.map(({ key }) => key));
  for (const { key, spec } of runs) expect(plans.get(key)).toEqual(experiment.registries.plan(spec));
});

it('names file, field, method and task when settings cannot work together', () => {
  const plan = (): never => {
    throw new SettingError('method.router.firstSteps', 'is 9, but there are 8 steps');
  };
  const broken = { ...experiment, registries: { ...experiment.registries, plan } };
  const { method, task } = runs[0]!.labels;
  expect(() => planGrid(broken, runs)).toThrow(ConfigError);
  expect(() => planGrid(broken, runs)).toThrow(
    `experiment.yaml:7: method.router.firstSteps: is 9, but there are 8 steps (lstm-4, method ${method} on ${task})`,
  );
});

it('names a setting of a strategy that does not fit the task', () => {
  const plan = (): never => {
    throw new StrategyError('strategy.memory', 'is 3, but there are 5 classes');
  };
  const broken = { ...experiment, registries: { ...experiment.registries, plan } };
  expect(() => planGrid(broken, runs)).toThrow(ConfigError);
  expect(() => planGrid(broken, runs)).toThrow(
    'strategy.memory: is 3, but there are 5 classes (lstm-4, method',
  );
});

it('lets errors through that are bugs', () => {
  const plan = (): never => {
    throw new TypeError('a bug');
  };
  const broken = { ...experiment, registries: { ...experiment.registries, plan } };
  expect(() => planGrid(broken, runs)).toThrow(TypeError);
});
