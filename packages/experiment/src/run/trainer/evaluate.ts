/** Loss, score and activity of a model on one split, and the score on each part of a task that has parts. */
import { readBack, tf, type Activity, type SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ActivityMeter } from './activity-meter.ts';
import { evaluationBatches } from './batches.ts';
import { cellFeatures } from './cell-features.ts';
import { createScorer, lossOf, ownOutputs } from './objective.ts';
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
export async function evaluate(
  model: SequenceModel,
  examples: Examples,
  shape: TaskShape,
  rng: Rng,
): Promise<Evaluation> {
  const meter = new ActivityMeter(cellFeatures(shape), model.recurrent.settings.units);
  const { parts } = shape;
  const evaluated: { readonly loss: number; readonly score: number }[] = [];
  if (parts === undefined) evaluated.push(await evaluateOne(model, examples, shape, rng, meter));
  else {
    for (let part = 0; part < parts.count; part++) {
      const own = examplesOfPart(examples, shape, part);
      evaluated.push(await evaluateOne(model, own, shape, rng.fork(`part/${String(part)}`), meter));
    }
  }
  const mean = (read: (one: { loss: number; score: number }) => number): number =>
    evaluated.reduce((sum, one) => sum + read(one), 0) / evaluated.length;
  return {
    loss: mean(({ loss }) => loss),
    score: mean(({ score }) => score),
    activity: await meter.mean(),
    partScores: evaluated.map(({ score }) => score),
  };
}

async function evaluateOne(
  model: SequenceModel,
  examples: Examples,
  shape: TaskShape,
  rng: Rng,
  meter: ActivityMeter,
): Promise<{ readonly loss: number; readonly score: number }> {
  const batchSize = Math.min(LARGEST_BATCH, Math.max(1, Math.floor(BATCH_STEPS / shape.time)));
  let loss = 0;
  const scorer = createScorer(shape);
  let index = 0;
  for (const batch of evaluationBatches(examples, shape, batchSize)) {
    const noise = rng.fork(`evaluate/${String(index++)}`);
    const made = tf.tidy(() => {
      const xs = tf.tensor3d(batch.inputs, [batch.count, shape.time, shape.features]);
      const { outputs } = model.forward(xs, { training: false, progress: 1, noise }, meter.observe);
      meter.add(batch.count);
      return { loss: lossOf(outputs, batch, shape), outputs: ownOutputs(outputs, batch, shape) };
    });
    const [batchLoss, outputs] = await Promise.all([readBack(made.loss), readBack(made.outputs)]);
    tf.dispose(made);
    loss += (batchLoss[0] as number) * batch.count;
    scorer.add(outputs, batch);
  }
  return { loss: loss / examples.count, score: scorer.score() };
}
