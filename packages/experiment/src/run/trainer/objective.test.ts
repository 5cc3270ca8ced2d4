import { tf, useBackend } from '@dsrnn/core';
import type { TaskShape } from '@dsrnn/datasets';
import { beforeAll, describe, expect, it } from 'vitest';
import { createScorer, lossOf, ownOutputs, readoutFor } from './objective.ts';

beforeAll(() => useBackend('wasm'));

const shapes = {
  class: { time: 4, features: 1, target: { kind: 'class', classes: 3 }, metric: 'accuracy' },
  steps: {
    time: 3,
    features: 1,
    target: { kind: 'class-per-step', classes: 2, scoredSteps: 2 },
    metric: 'accuracy',
  },
  value: { time: 4, features: 1, target: { kind: 'value', size: 2 }, metric: 'mse' },
  values: { time: 2, features: 1, target: { kind: 'value-per-step', size: 2 }, metric: 'mse' },
  rare: {
    time: 3,
    features: 1,
    target: { kind: 'class-per-step', classes: 2, scoredSteps: 2 },
    metric: 'auc',
  },
} as const satisfies Record<string, TaskShape>;

const lossAndScore = (
  outputs: tf.Tensor,
  targets: Int32Array | Float32Array,
  count: number,
  shape: TaskShape,
): { loss: number; score: number } => {
  const batch = { count, inputs: new Float32Array(0), targets };
  const loss = lossOf(outputs, batch, shape).dataSync<'float32'>()[0] as number;
  const scorer = createScorer(shape);
  scorer.add(ownOutputs(outputs, batch, shape).dataSync<'float32'>(), batch);
  return { loss, score: scorer.score() };
};

describe('the objective', () => {
  it('of one class a sequence is cross-entropy, scored by accuracy', () => {
    tf.tidy(() => {
      // p = 1/4 1/4 1/2 in each row; labels 2, 0, 2, 2: right thrice.
      const row = [0, 0, Math.log(2)];
      const result = lossAndScore(
        tf.tensor2d([row, row, row, row]),
        Int32Array.of(2, 0, 2, 2),
        4,
        shapes.class,
      );
      expect(result.loss).toBeCloseTo((3 * Math.log(2) + Math.log(4)) / 4, 6);
      expect(result.score).toBe(3 / 4);
    });
  });

  it('of one class a step loses over all steps and scores the last ones', () => {
    tf.tidy(() => {
      // Two sequences of three steps, always answering class 1 with p = 3/4.
      const outputs = tf.tile(tf.tensor3d([[[0, Math.log(3)]]]), [2, 3, 1]);
      // Step 0 is wrong in both; of the last two steps 1 1 and 1 0 three are right.
      const result = lossAndScore(outputs, Int32Array.of(0, 1, 1, 0, 1, 0), 2, shapes.steps);
      expect(result.loss).toBeCloseTo((3 * Math.log(4 / 3) + 3 * Math.log(4)) / 6, 6);
      expect(result.score).toBe(3 / 4);
    });
  });

  it('of numbers is their mean squared error', () => {
    tf.tidy(() => {
      const outputs = tf.tensor2d([
        [1, 2],
        [0, 0],
      ]);
      const result = lossAndScore(outputs, Float32Array.of(0, 2, 3, 0), 2, shapes.value);
      expect(result.loss).toBe(10 / 4);
      expect(result.score).toBe(10 / 4);
    });
  });

  it('of numbers at each step is their mean squared error over all steps', () => {
    tf.tidy(() => {
      const outputs = tf.tensor3d([
        [
          [1, 2],
          [0, 0],
        ],
      ]);
      const result = lossAndScore(outputs, Float32Array.of(0, 2, 3, 0), 1, shapes.values);
      expect([result.loss, result.score]).toEqual([10 / 4, 10 / 4]);
    });
  });

  it('of a rare class ranks the scored steps of all batches together', () => {
    tf.tidy(() => {
      // Log odds 9 | 2 0 and 9 | 1 -1, labels 0 | 1 0 and 1 | 0 1: of four pairs, 2 > 0, 2 > 1 are in order.
      const steps = (odds: number[]): Float32Array =>
        Float32Array.from(odds.flatMap((odd) => [-odd / 2, odd / 2]));
      const scorer = createScorer(shapes.rare);
      scorer.add(steps([9, 2, 0]), {
        count: 1,
        inputs: new Float32Array(0),
        targets: Int32Array.of(0, 1, 0),
      });
      scorer.add(steps([9, 1, -1]), {
        count: 1,
        inputs: new Float32Array(0),
        targets: Int32Array.of(1, 0, 1),
      });
      expect(scorer.score()).toBe(2 / 4);
    });
  });

  it('gives a tie to the lowest class', () => {
    tf.tidy(() => {
      expect(lossAndScore(tf.zeros([2, 3]), Int32Array.of(0, 1), 2, shapes.class).score).toBe(0.5);
    });
  });

  it('asks the head for what the task needs', () => {
    const settings = { kind: 'lstm', units: 4, readout: 'mean' } as const;
    expect(readoutFor(shapes.class, settings)).toEqual({ kind: 'mean', outputs: 3 });
    expect(readoutFor(shapes.steps, settings)).toEqual({ kind: 'steps', outputs: 2 });
    expect(readoutFor(shapes.value, settings)).toEqual({ kind: 'mean', outputs: 2 });
  });
});
