import type { Dataset, Examples, Target } from '@dsrnn/datasets';
import { describe, expect, it } from 'vitest';
import { ProbeError } from '../errors.ts';
import { balancedExamples, batchOf } from './balanced-examples.ts';

const classes = (count: number): Target => ({ kind: 'class', classes: count });

function withTest(labels: readonly number[], target: Target = classes(3)): Dataset {
  const test: Examples = {
    count: labels.length,
    inputs: Float32Array.from({ length: labels.length * 2 }, (_, i) => i),
    targets: Int32Array.from(labels),
  };
  return {
    time: 1,
    features: 2,
    target,
    metric: 'accuracy',
    train: test,
    validation: test,
    test,
    floors: [],
  };
}

describe('the choice of examples', () => {
  it('takes the first of each class, then the second of each', () => {
    expect(balancedExamples(withTest([2, 2, 0, 1, 0, 1, 2]), 5)).toEqual({
      indices: [2, 3, 0, 4, 5],
      labels: [0, 1, 2, 0, 1],
    });
  });

  it('gives the places of a class that runs out to the others', () => {
    expect(balancedExamples(withTest([0, 1, 1, 1, 2]), 5).labels).toEqual([0, 1, 2, 1, 1]);
  });

  it('refuses a task without classes, and says which target it has', () => {
    const task = withTest([0, 1], { kind: 'value', size: 1 });
    expect(() => balancedExamples(task, 2)).toThrow(ProbeError);
    expect(() => balancedExamples(task, 2)).toThrow('"value"');
  });

  it('refuses a split of one class', () => {
    expect(() => balancedExamples(withTest([1, 1, 1]), 2)).toThrow(ProbeError);
    expect(() => balancedExamples(withTest([1, 1, 1]), 2)).toThrow('holds 1');
  });

  it('refuses to look at more examples than there are, and says both numbers', () => {
    expect(() => balancedExamples(withTest([0, 1, 2]), 4)).toThrow(ProbeError);
    expect(() => balancedExamples(withTest([0, 1, 2]), 4)).toThrow(/examples is 4.*holds 3/);
  });
});

it('a batch holds the inputs and targets of its examples, in their order', () => {
  const batch = batchOf(withTest([0, 1, 2]).test, [2, 0], 2);
  expect(batch).toEqual({ count: 2, inputs: Float32Array.of(4, 5, 0, 1), targets: Int32Array.of(2, 0) });
});

it('a batch holds targets of every step, and parts, where there are any', () => {
  const split: Examples = {
    count: 3,
    inputs: Float32Array.of(0, 1, 2),
    targets: Float32Array.of(0.5, 1.5, 2.5, 3.5, 4.5, 5.5),
    parts: Int32Array.of(7, 8, 9),
  };
  expect(batchOf(split, [2, 0], 1)).toEqual({
    count: 2,
    inputs: Float32Array.of(2, 0),
    targets: Float32Array.of(4.5, 5.5, 0.5, 1.5),
    parts: Int32Array.of(9, 7),
  });
});
