/**
 * The training loop, the same for every method: Adam on clipped gradients, evaluation on validation data at intervals,
 * the best parameters kept. Ends early when the loss diverges or validation stops improving.
 */
import { tf, type Activity, type Gradients, type SequenceModel } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { higherIsBetter, type CurvePoint } from '@dsrnn/records';
import type { TrainConfig } from '../train-config.ts';
import { ActivityMeter } from './activity-meter.ts';
import { trainingBatches, type Batch } from './batches.ts';
import { restoreCheckpoint, takeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { learningRateAt } from './learning-rate.ts';
import { lossOf } from './objective.ts';
import { createOptimiser } from './optimiser.ts';

/** What the loop tells as it goes: after each step, and after each evaluation. */
export interface TrainingReport {
  readonly step: number;
  readonly loss: number;
  readonly validationScore: number | null;
}

/** How training ended. The model holds the selected parameters, unless it diverged. */
export interface Training {
  readonly steps: number;
  readonly divergedAt: number | null;
  readonly bestStep: number | null;
  readonly curve: readonly CurvePoint[];
}

/** Trains `model` in place. `watch` is called after each evaluation. */
export function train(
  model: SequenceModel,
  data: Dataset,
  config: TrainConfig,
  rng: Rng,
  report: (report: TrainingReport) => void,
  watch: (step: number) => void = () => undefined,
): Training {
  const { recurrent } = model;
  const rates = model.rateScale;
  const trainable = Object.entries(model.parameters).filter(([name]) => rates[name] !== 0);
  const optimiser = createOptimiser(Object.fromEntries(trainable), rates);
  const batches = trainingBatches(data, config.batchSize, rng);
  const better = higherIsBetter(data.metric) ? 1 : -1;
  const curve: CurvePoint[] = [];
  let best: {
    readonly step: number;
    readonly evaluation: Evaluation;
    readonly checkpoint: Checkpoint;
  } | null = null;
  let blowUp = Infinity;
  let sinceBest = 0;
  let lossSum = 0;
  let lossCount = 0;
  let step = 0;
  let divergedAt: number | null = null;

  try {
    for (; step < config.steps; step++) {
      const { loss, activity } = trainStep(step, batches.next().value);
      if (step === 0) blowUp = config.blowUpFactor * Math.max(1, loss);
      if (!Number.isFinite(loss) || loss > blowUp) {
        divergedAt = step;
        break;
      }
      recurrent.afterStep(step, activity);
      lossSum += loss;
      lossCount += 1;
      const done = step + 1;
      if (done % config.evaluateEvery !== 0 && done !== config.steps) {
        report({ step: done, loss, validationScore: curve.at(-1)?.validationScore ?? null });
        continue;
      }
      const evaluation = evaluate(model, data.validation, data, rng);
      if (!Number.isFinite(evaluation.loss)) {
        divergedAt = step;
        break;
      }
      curve.push({
        step: done,
        trainLoss: lossSum / lossCount,
        validationLoss: evaluation.loss,
        validationScore: evaluation.score,
      });
      lossSum = 0;
      lossCount = 0;
      watch(done);
      report({ step: done, loss, validationScore: evaluation.score });
      if (done < recurrent.selectableFrom && done !== config.steps) continue;
      if (best === null || isBetter(evaluation, best.evaluation)) {
        best = { step: done, evaluation, checkpoint: takeCheckpoint(model.saved) };
        sinceBest = 0;
      } else {
        sinceBest += 1;
        if (config.patience !== null && sinceBest >= config.patience) {
          step = done;
          break;
        }
      }
    }
  } finally {
    optimiser.dispose();
  }
  if (divergedAt !== null) return { steps: step, divergedAt, bestStep: null, curve };
  if (config.select === 'best-validation' && best !== null) restoreCheckpoint(model.saved, best.checkpoint);
  const bestStep = config.select === 'best-validation' ? (best?.step ?? null) : step;
  return { steps: step, divergedAt, bestStep, curve };

  function isBetter(a: Evaluation, b: Evaluation): boolean {
    const gain = better * (a.score - b.score);
    return gain > 0 || (gain === 0 && a.loss < b.loss);
  }

  /** One optimiser step; the loss is the one before it. */
  function trainStep(at: number, batch: Batch): { loss: number; activity: Activity | null } {
    const mode = { training: true, progress: at / config.steps, noise: rng.fork(`noise/${String(at)}`) };
    const meter = recurrent.watchesActivity
      ? new ActivityMeter(data.features, recurrent.settings.units)
      : null;
    let loss = NaN;
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => {
          const xs = tf.tensor3d(batch.inputs, [batch.count, data.time, data.features]);
          const { outputs, penalty } = model.forward(xs, mode, meter?.observe);
          meter?.add(batch.count);
          const taskLoss = lossOf(outputs, batch, data);
          return penalty === null ? taskLoss : tf.add<tf.Scalar>(taskLoss, penalty);
        },
        trainable.map(([, variable]) => variable),
      );
      loss = value.dataSync()[0] as number;
      // A parameter that the loss does not reach now (a router whose masks are full) has no gradient and rests.
      const raw: Gradients = Object.fromEntries(
        trainable.flatMap(([name, variable]) => {
          const gradient: tf.Tensor | null | undefined = grads[variable.name];
          return gradient == null ? [] : [[name, gradient]];
        }),
      );
      const gradients = Number.isFinite(loss) ? recurrent.onGradients(at, raw, optimiser) : null;
      if (gradients !== null) optimiser.apply(gradients, learningRateAt(at, config), config.clipNorm);
    });
    return { loss, activity: meter?.mean() ?? null };
  }
}
