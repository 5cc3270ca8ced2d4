/** Loss, score and activity of a model on one split. */
import { tf, type Activity, type SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ActivityMeter } from './activity-meter.ts';
import { evaluationBatches } from './batches.ts';
import { createScorer, lossOf } from './objective.ts';

const LARGEST_BATCH = 250;
/** Steps of all sequences of a batch together: bounds the memory of long sequences. */
const BATCH_STEPS = 65_536;

/** Means over a split. */
export interface Evaluation {
  readonly loss: number;
  readonly score: number;
  readonly activity: Activity;
}

/** Evaluates without training. Random masks come from the stream `evaluate/<batch>`: the same at every call. */
export function evaluate(model: SequenceModel, examples: Examples, shape: TaskShape, rng: Rng): Evaluation {
  const meter = new ActivityMeter(shape.features, model.recurrent.settings.units);
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
  return { loss: loss / examples.count, score: scorer.score(), activity: meter.mean() };
}
