/**
 * Loss and score of a task's target, on model outputs.
 *
 *   class            cross-entropy of `[batch, classes]`;            accuracy of the largest output
 *   class-per-step   cross-entropy over all steps;                   accuracy over the last `scoredSteps`
 *   value            mean squared error of `[batch, size]`;          the same as score
 */
import { meanSquaredError, softmaxCrossEntropy, tf, type CellSettings, type Readout } from '@dsrnn/core';
import type { TaskShape } from '@dsrnn/datasets';
import type { Batch } from './batches.ts';

/** What the head must give for a task. */
export function readoutFor({ target }: TaskShape, { readout }: CellSettings): Readout {
  switch (target.kind) {
    case 'class':
      return { kind: readout, outputs: target.classes };
    case 'class-per-step':
      return { kind: 'steps', outputs: target.classes };
    case 'value':
      return { kind: readout, outputs: target.size };
  }
}

/** Mean loss of a batch, differentiable in the outputs. Call inside a tidy. */
export function lossOf(outputs: tf.Tensor, batch: Batch, { target }: TaskShape): tf.Scalar {
  if (target.kind === 'value') {
    return meanSquaredError(
      outputs as tf.Tensor2D,
      tf.tensor2d(batch.targets as Float32Array, [batch.count, target.size]),
    );
  }
  const { classes } = target;
  const rows = batch.targets.length;
  return softmaxCrossEntropy(tf.reshape(outputs, [rows, classes]), batch.targets as Int32Array);
}

/** Sums from which the score of a split is formed: `total / count`. Higher is better for accuracy, lower for mse. */
export interface ScoreSum {
  readonly total: number;
  readonly count: number;
}

/** Score of a batch from its outputs, read back to the host. */
export function scoreOf(outputs: tf.Tensor, batch: Batch, shape: TaskShape): ScoreSum {
  const { target, time } = shape;
  const values = outputs.dataSync<'float32'>();
  if (target.kind === 'value') {
    let total = 0;
    values.forEach((value, i) => {
      const error = value - (batch.targets[i] as number);
      total += error * error;
    });
    return { total, count: values.length };
  }
  const first = target.kind === 'class-per-step' ? time - target.scoredSteps : 0;
  const steps = target.kind === 'class-per-step' ? time : 1;
  let total = 0;
  let count = 0;
  batch.targets.forEach((label, row) => {
    if (row % steps < first) return;
    count += 1;
    if (largest(values, row * target.classes, target.classes) === label) total += 1;
  });
  return { total, count };
}

/** Index of the largest of `n` values from `offset`; the lowest on a tie. */
function largest(values: Float32Array, offset: number, n: number): number {
  let best = 0;
  for (let i = 1; i < n; i++) {
    if ((values[offset + i] as number) > (values[offset + best] as number)) best = i;
  }
  return best;
}
