/** Loss, score and activity of a model on one split, and the score on each part of a task that has parts. */
import { tf, type Activity, type SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ActivityMeter } from './activity-meter.ts';
import { evaluationBatches } from './batches.ts';
import { cellFeatures } from './cell-features.ts';
import { createScorer, lossOf } from './objective.ts';
import { examplesOfPart } from './parts.ts';

const LARGEST_BATCH = 250;
/** Steps of all sequences of a batch together: bounds the memory of long sequences. */
const BATCH_STEPS = 65_536;

/** Means over a split: of loss and score over the parts where the task has parts, else over the examples. */
export interface Evaluation {
  readonly loss: number;
  readonly score: number;
  /** Mean over the examples. */
  readonly activity: Activity;
  /** Score on each part; the score alone where the task is one. */
  readonly partScores: readonly number[];
}

/**
 * Evaluates without training. Random masks come from the stream `evaluate/<batch>`, of part p from
 * `part/<p>/evaluate/<batch>`: the same at every call.
 */
export function evaluate(model: SequenceModel, examples: Examples, shape: TaskShape, rng: Rng): Evaluation {
  const meter = new ActivityMeter(cellFeatures(shape), model.recurrent.settings.units);
  const { parts } = shape;
  const evaluated =
    parts === undefined
      ? [evaluateOne(model, examples, shape, rng, meter)]
      : Array.from({ length: parts.count }, (_, part) => {
          const own = examplesOfPart(examples, shape, part);
          return evaluateOne(model, own, shape, rng.fork(`part/${String(part)}`), meter);
        });
  const mean = (read: (one: { loss: number; score: number }) => number): number =>
    evaluated.reduce((sum, one) => sum + read(one), 0) / evaluated.length;
  return {
    loss: mean(({ loss }) => loss),
    score: mean(({ score }) => score),
    activity: meter.mean(),
    partScores: evaluated.map(({ score }) => score),
  };
}

function evaluateOne(
  model: SequenceModel,
  examples: Examples,
  shape: TaskShape,
  rng: Rng,
  meter: ActivityMeter,
): { readonly loss: number; readonly score: number } {
  const batchSize = Math.min(LARGEST_BATCH, Math.max(1, Math.floor(BATCH_STEPS / shape.time)));
  let loss = 0;
  const scorer = createScorer(shape);
  let index = 0;
  for (const batch of evaluationBatches(examples, shape, batchSize)) {
    const noise = rng.fork(`evaluate/${String(index++)}`);
    tf.tidy(() => {
      const xs = tf.tensor3d(batch.inputs, [batch.count, shape.time, shape.features]);
      const { outputs } = model.forward(xs, { training: false, progress: 1, noise }, meter.observe);
      meter.add(batch.count);
      loss += (lossOf(outputs, batch, shape).dataSync()[0] as number) * batch.count;
      scorer.add(outputs, batch);
    });
  }
  return { loss: loss / examples.count, score: scorer.score() };
}
