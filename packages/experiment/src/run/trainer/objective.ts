/**
 * Loss and score of a task's target, on model outputs.
 *
 *   class            cross-entropy of `[batch, classes]`;            accuracy of the largest output
 *   class-per-step   cross-entropy over all steps;                   accuracy over the last `scoredSteps`
 *                                                                    or the area under the ROC curve over them
 *   value            mean squared error of `[batch, size]`;          the same as score
 *   value-per-step   mean squared error of `[batch, time, size]`;    the same as score
 *
 * Where the parts of a task have heads of their own, the model gives the outputs of all of them and each example reads
 * those of its part.
 */
import {
  meanSquaredError,
  softmaxCrossEntropy,
  tf,
  type CellSettings,
  type OwnHeads,
  type Readout,
  type Target,
} from '@dsrnn/core';
import { areaUnderRoc, type TaskShape } from '@dsrnn/datasets';
import type { Batch } from './batches.ts';

/** What the head must give for a task. */
export function readoutFor({ target, parts }: TaskShape, { readout }: CellSettings): Readout {
  const heads = parts?.heads === 'own' ? parts.count : 1;
  switch (target.kind) {
    case 'class':
      return { kind: readout, outputs: heads * target.classes };
    case 'class-per-step':
      return { kind: 'steps', outputs: heads * target.classes };
    case 'value':
      return { kind: readout, outputs: heads * target.size };
    case 'value-per-step':
      return { kind: 'steps', outputs: heads * target.size };
  }
}

/** Mean loss of a batch, differentiable in the outputs. Call inside a tidy. */
export function lossOf(given: tf.Tensor, batch: Batch, shape: TaskShape): tf.Scalar {
  const { target } = shape;
  const outputs = ownOutputs(given, batch, shape);
  if (target.kind === 'value' || target.kind === 'value-per-step') {
    const shape: [number, number] = [batch.targets.length / target.size, target.size];
    return meanSquaredError(tf.reshape(outputs, shape), tf.tensor2d(batch.targets as Float32Array, shape));
  }
  const { classes } = target;
  const rows = batch.targets.length;
  return softmaxCrossEntropy(tf.reshape(outputs, [rows, classes]), batch.targets as Int32Array);
}

/** What the outputs of a batch that count are to be, for a loss on the kernels. */
export function targetOf({ targets }: Batch, { target }: TaskShape): Target {
  return 'classes' in target
    ? { kind: 'classes', classes: target.classes, labels: targets as Int32Array }
    : { kind: 'values', values: targets as Float32Array };
}

/** Which head each sample reads, for a loss on the kernels; null where the parts share one. */
export function ownHeads({ parts: of }: Batch, { parts, target }: TaskShape): OwnHeads | null {
  if (parts?.heads !== 'own') return null;
  if (of === undefined) throw partsUnknown();
  return { width: 'classes' in target ? target.classes : target.size, heads: parts.count, of };
}

function partsUnknown(): Error {
  return new Error('heads of their own need examples that say their part');
}

/**
 * The outputs that count, of all that the model gave `[batch, …, outputs]`: those of the head of each example's part,
 * `[batch, …, outputs / parts]`; all of them where the parts share one. Differentiable.
 */
export function ownOutputs(outputs: tf.Tensor, { parts: partOf }: Batch, { parts }: TaskShape): tf.Tensor {
  if (parts?.heads !== 'own') return outputs;
  if (partOf === undefined) throw partsUnknown();
  const batch = outputs.shape[0];
  const own = (outputs.shape.at(-1) as number) / parts.count;
  const time = outputs.size / (batch * parts.count * own);
  const chosen = new Float32Array(batch * parts.count);
  partOf.forEach((part, i) => (chosen[i * parts.count + part] = 1));
  const mask = tf.tensor4d(chosen, [batch, 1, parts.count, 1]);
  const picked = tf.sum(tf.mul(tf.reshape(outputs, [batch, time, parts.count, own]), mask), 2);
  return tf.reshape(picked, [...outputs.shape.slice(0, -1), own]);
}

/** Collects the outputs of a split, batch by batch, and scores them. */
export interface Scorer {
  /** Outputs of a batch that count, see `ownOutputs`, row-major. */
  add(outputs: Float32Array, batch: Batch): void;
  /** Higher is better for accuracy and auc, lower for mse. NaN where the split cannot be scored: no class 1, or no class 0. */
  score(): number;
}

/** A scorer by the metric of the task. */
export function createScorer(shape: TaskShape): Scorer {
  const { target } = shape;
  if (target.kind === 'value' || target.kind === 'value-per-step') return squaredError();
  return shape.metric === 'auc' ? ranking(shape, target.classes) : accuracy(shape, target.classes);
}

function squaredError(): Scorer {
  let total = 0;
  let count = 0;
  return {
    add: (outputs, { targets }) => {
      outputs.forEach((value, i) => {
        const error = value - (targets[i] as number);
        total += error * error;
      });
      count += targets.length;
    },
    score: () => total / count,
  };
}

function accuracy(shape: TaskShape, classes: number): Scorer {
  let total = 0;
  let count = 0;
  return {
    add: (values, { targets }) => {
      targets.forEach((label, row) => {
        if (!isScored(row, shape)) return;
        count += 1;
        if (largest(values, row * classes, classes) === label) total += 1;
      });
    },
    score: () => total / count,
  };
}

/** The score of a step is the difference of its two outputs, the log odds of class 1. */
function ranking(shape: TaskShape, classes: number): Scorer {
  const scores: number[] = [];
  const positive: number[] = [];
  return {
    add: (values, { targets }) => {
      targets.forEach((label, row) => {
        if (!isScored(row, shape)) return;
        scores.push((values[row * classes + 1] as number) - (values[row * classes] as number));
        positive.push(label);
      });
    },
    score: () => areaUnderRoc(scores, positive),
  };
}

/** Whether a row of outputs counts: of a target per step only the last `scoredSteps` do. */
function isScored(row: number, { target, time }: TaskShape): boolean {
  return target.kind !== 'class-per-step' || row % time >= time - target.scoredSteps;
}

/** Index of the largest of `n` values from `offset`; the lowest on a tie. */
function largest(values: Float32Array, offset: number, n: number): number {
  let best = 0;
  for (let i = 1; i < n; i++) {
    if ((values[offset + i] as number) > (values[offset + best] as number)) best = i;
  }
  return best;
}
