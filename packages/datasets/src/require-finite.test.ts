import { describe, expect, it } from 'vitest';
import type { Dataset, Examples, Target } from './dataset.ts';
import { DatasetError } from './errors.ts';
import { loadFinite, taskConfig, taskDefinition } from './registry.ts';
import { requireFinite } from './require-finite.ts';

const [TIME, FEATURES, COUNT] = [4, 3, 5];

function dataset(target: Target): Dataset {
  const width = target.kind === 'value' ? 2 : target.kind === 'value-per-step' ? TIME * 2 : 1;
  const examples = (): Examples => ({
    count: COUNT,
    inputs: new Float32Array(COUNT * TIME * FEATURES).fill(1),
    targets: target.kind.startsWith('class') ? new Int32Array(COUNT) : new Float32Array(COUNT * width),
  });
  const [train, validation, test] = [examples(), examples(), examples()];
  return { time: TIME, features: FEATURES, target, metric: 'mse', train, validation, test, floors: [] };
}

const refusal =
  (data: Dataset): (() => void) =>
  () =>
    requireFinite('toy-source', data);

describe('data that are not finite', () => {
  it('are refused with source, split, sequence, step and feature', () => {
    for (const split of ['train', 'validation', 'test'] as const) {
      for (const wrong of [NaN, Infinity, -Infinity]) {
        const data = dataset({ kind: 'class', classes: 2 });
        data[split].inputs[(3 * TIME + 2) * FEATURES + 1] = wrong;
        expect(refusal(data)).toThrow(DatasetError);
        expect(refusal(data)).toThrow(
          `toy-source: in the ${split} data, sequence 3, step 2, feature 1 is ${String(wrong)}, expected a finite number`,
        );
      }
    }
  });

  it('are refused as targets, of sequences and of steps', () => {
    const values = dataset({ kind: 'value', size: 2 });
    values.test.targets[2 * 4 + 1] = NaN;
    expect(refusal(values)).toThrow('in the test data, the target of sequence 4, output 1 is NaN');
    const steps = dataset({ kind: 'value-per-step', size: 2 });
    steps.train.targets[(1 * TIME + 3) * 2] = -Infinity;
    expect(refusal(steps)).toThrow(
      'in the train data, the target of sequence 1, step 3, output 0 is -Infinity',
    );
  });

  it('are the only ones: extremes and zeros pass', () => {
    for (const target of [
      { kind: 'class', classes: 2 },
      { kind: 'value', size: 2 },
      { kind: 'value-per-step', size: 2 },
    ] as const) {
      const data = dataset(target);
      data.train.inputs.set([3.4e38, -3.4e38, 1e-45, -0]);
      expect(refusal(data)).not.toThrow();
    }
  });

  it('are refused when a task is loaded, be it read or generated', async () => {
    const config = taskConfig.parse({
      ...{ kind: 'adding', length: 8, trainCount: 4, validationCount: 2, testCount: 2 },
    });
    const task = taskDefinition('adding');
    const load = (sources: string[]): Promise<Dataset> =>
      loadFinite(
        {
          kind: task.kind,
          sources: () => sources,
          load: async (...arguments_) => {
            const data = await task.load(...arguments_);
            data.validation.inputs[0] = NaN;
            return data;
          },
        },
        config,
        { cacheDir: '/nonexistent' },
      );
    await expect(load([])).rejects.toThrow(
      /^generated:adding: in the validation data, sequence 0, step 0, feature 0/,
    );
    await expect(load(['digits'])).rejects.toThrow(/^digits: in the validation data/);
  });
});
