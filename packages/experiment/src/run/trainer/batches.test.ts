import type { Dataset, Examples, TaskShape } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationBatches, trainingBatches, type Batch } from './batches.ts';

const shape: TaskShape = { time: 2, features: 2, target: { kind: 'value', size: 2 }, metric: 'mse' };

/** Example i holds 4 i … 4 i + 3, its targets −i and i. */
function numbered(count: number): Examples {
  return {
    count,
    inputs: Float32Array.from({ length: count * 4 }, (_, i) => i),
    targets: Float32Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? -1 : 1) * Math.floor(i / 2)),
  };
}

function dataOf(count: number): Dataset {
  const examples = numbered(count);
  return { ...shape, train: examples, validation: examples, test: examples, floors: [] };
}

/** Ids of a batch, each checked to come with its own inputs and targets. */
function idsOf(batch: Batch): number[] {
  return Array.from({ length: batch.count }, (_, i) => {
    const id = (batch.inputs[i * 4] as number) / 4;
    expect([...batch.inputs.slice(i * 4, i * 4 + 4)]).toEqual([4 * id, 4 * id + 1, 4 * id + 2, 4 * id + 3]);
    expect([...batch.targets.slice(i * 2, i * 2 + 2)].map((v) => v + 0)).toEqual([-id + 0, id]);
    return id;
  });
}

function take(count: number, batchSize: number, n: number, seed = 1): number[][] {
  const batches = trainingBatches(dataOf(count), batchSize, createRng(seed));
  return Array.from({ length: n }, () => idsOf(batches.next().value));
}

describe('training batches', () => {
  it('are changed by the noise of the data set, afresh at each draw and alike at each run', () => {
    const drawn = (): number[][] => {
      const data: Dataset = { ...dataOf(4), augment: (inputs, rng) => void (inputs[0] = rng.uniform()) };
      const batches = trainingBatches(data, 2, createRng(1));
      return Array.from({ length: 4 }, () => [...batches.next().value.inputs]);
    };
    const first = drawn().map(([noise]) => noise);
    expect(new Set(first).size).toBe(4);
    expect(drawn()).toEqual(drawn());
    expect([...dataOf(4).train.inputs]).toEqual([...numbered(4).inputs]);
  });

  it('show each example exactly once an epoch, in a new order each epoch', () => {
    const [first, second] = [take(12, 4, 6).slice(0, 3).flat(), take(12, 4, 6).slice(3).flat()];
    const all = Array.from({ length: 12 }, (_, i) => i);
    expect([...first].sort((a, b) => a - b)).toEqual(all);
    expect([...second].sort((a, b) => a - b)).toEqual(all);
    expect(first).not.toEqual(second);
  });

  it('leave out the short rest of an epoch, so no example comes twice in one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 25 }), (count, batchSize) => {
        const size = Math.min(count, batchSize);
        const perEpoch = Math.floor(count / size);
        const epoch = take(count, batchSize, perEpoch).flat();
        expect(new Set(epoch).size).toBe(perEpoch * size);
      }),
      { seed: 1 },
    );
  });

  it('are whole data sets when the batch is larger than those', () => {
    for (const batch of take(5, 64, 3)) expect([...batch].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('are ordered by their stream alone', () => {
    expect(take(12, 4, 6)).toEqual(take(12, 4, 6));
    expect(take(12, 4, 6)).not.toEqual(take(12, 4, 6, 2));
  });
});

describe('evaluation batches', () => {
  it('hold every example once, in order, the rest in a short batch', () => {
    const batches = [...evaluationBatches(numbered(11), shape, 4)];
    expect(batches.map(({ count }) => count)).toEqual([4, 4, 3]);
    expect(batches.flatMap(idsOf)).toEqual(Array.from({ length: 11 }, (_, i) => i));
  });
});
