import { SettingError } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import { expect, it } from 'vitest';
import { executeRun } from './execute-run.ts';
import { tinySpec } from '../../test/toy-dataset.ts';
import { requireWholeBatches } from './whole-batches.ts';

/** Six examples of part 0 and two of part 1. */
const data = {
  train: { count: 8, parts: Int32Array.from([0, 0, 0, 1, 0, 0, 0, 1]) },
  parts: { count: 2 },
} as unknown as Dataset;

it('takes a batch of all the data, and refuses a larger one with both numbers', () => {
  expect(() => requireWholeBatches(8, data, false)).not.toThrow();
  expect(() => requireWholeBatches(9, data, false)).toThrow(
    'train.batchSize: 9 examples make a batch, but the task has 8 for training; expected a batch of at most 8, or more data',
  );
});

it('looks at the smallest part where parts are learned one after the other', () => {
  expect(() => requireWholeBatches(2, data, true)).not.toThrow();
  expect(() => requireWholeBatches(3, data, true)).toThrow('its part 2 has 2 for training');
});

it('a run whose batch is larger than its data is refused, not trained with a smaller one', async () => {
  const spec = tinySpec({ kind: 'dense' }, { train: { steps: 2, batchSize: 25, evaluateEvery: 2 } });
  await expect(executeRun(spec, { access: { cacheDir: 'nowhere' } })).rejects.toThrow(SettingError);
  await expect(executeRun(spec, { access: { cacheDir: 'nowhere' } })).rejects.toThrow('the task has 24');
});
