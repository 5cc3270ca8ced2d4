/**
 * The training loop, the same for every method: Adam on clipped gradients, evaluation on validation data at intervals.
 * Ends early when the loss diverges.
 *
 * Without a strategy, or with one that learns all parts together, there is one stage, and the best parameters are kept
 * if the recipe says so; it ends early too when validation stops improving. A strategy that learns one part after the
 * other has a stage for each part, with an equal share of the steps, a schedule of its own and fresh moments of Adam;
 * it keeps what it ends with.
 */
import type { SequenceModel } from '@dsrnn/core';
import type { StrategySession } from '@dsrnn/continual';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { higherIsBetter, type CurvePoint } from '@dsrnn/records';
import type { TrainConfig } from '../train-config.ts';
import { trainingBatches } from './batches.ts';
import { restoreCheckpoint, takeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { learningRateAt } from './learning-rate.ts';
import { examplesOfPart } from './parts.ts';
import { createStepper } from './stepper.ts';

/** What the loop tells as it goes: after each step, and after each evaluation. */
export interface TrainingReport {
  readonly step: number;
  readonly loss: number;
  readonly validationScore: number | null;
}

/** A strategy at work, and whether it learns one part after the other. */
export interface StrategyAtWork {
  readonly session: StrategySession;
  readonly order: 'joint' | 'sequential';
}

/** Who watches. */
export interface TrainingWatch {
  readonly report?: (report: TrainingReport) => void;
  /** Called after each evaluation, with the steps done. */
  readonly evaluated?: (step: number, evaluation: Evaluation) => void;
  /** Called after the last step of each stage, before the parameters are selected; with the part that was learned. */
  readonly stageDone?: (part: number | null) => void;
}

/** How training ended. The model holds the selected parameters, unless it diverged. */
export interface Training {
  readonly steps: number;
  readonly divergedAt: number | null;
  readonly bestStep: number | null;
  readonly curve: readonly CurvePoint[];
  /** Examples that went through a backward pass. */
  readonly differentiated: number;
}

/** A stretch of steps with batches of one kind. */
interface Stage {
  readonly part: number | null;
  readonly steps: number;
  readonly batches: ReturnType<typeof trainingBatches>;
  begin(): void;
  end(step: number): void;
}

/** Trains `model` in place. */
export function train(
  model: SequenceModel,
  data: Dataset,
  config: TrainConfig,
  rng: Rng,
  watch: TrainingWatch = {},
  strategy: StrategyAtWork | null = null,
): Training {
  const { recurrent } = model;
  const stepper = createStepper(model, data, config.clipNorm, rng, strategy?.session ?? null);
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
  const stages = strategy?.order === 'sequential' ? stagesOfParts(strategy.session) : [wholeStage()];
  const selects = strategy?.order !== 'sequential' && config.select === 'best-validation';

  try {
    training: for (const stage of stages) {
      stage.begin();
      const first = step;
      for (; step < first + stage.steps; step++) {
        const rate = learningRateAt(step - first, { ...config, steps: stage.steps });
        const place = { step, progress: step / config.steps, rate, part: stage.part };
        const { loss, activity } = stepper.step(place, stage.batches.next().value);
        if (step === 0) blowUp = config.blowUpFactor * Math.max(1, loss);
        if (!Number.isFinite(loss) || loss > blowUp) {
          divergedAt = step;
          break training;
        }
        recurrent.afterStep(step, activity);
        lossSum += loss;
        lossCount += 1;
        const done = step + 1;
        const ends = done === first + stage.steps;
        if (done % config.evaluateEvery !== 0 && !ends) {
          watch.report?.({ step: done, loss, validationScore: curve.at(-1)?.validationScore ?? null });
          continue;
        }
        const evaluation = evaluate(model, data.validation, data, rng);
        if (!Number.isFinite(evaluation.loss)) {
          divergedAt = step;
          break training;
        }
        curve.push({
          step: done,
          trainLoss: lossSum / lossCount,
          validationLoss: evaluation.loss,
          validationScore: evaluation.score,
        });
        lossSum = 0;
        lossCount = 0;
        watch.evaluated?.(done, evaluation);
        watch.report?.({ step: done, loss, validationScore: evaluation.score });
        if (strategy?.order === 'sequential') continue;
        if (done < recurrent.selectableFrom && !ends) continue;
        if (best === null || isBetter(evaluation, best.evaluation)) {
          best = { step: done, evaluation, checkpoint: takeCheckpoint(model.saved) };
          sinceBest = 0;
        } else {
          sinceBest += 1;
          if (config.patience !== null && sinceBest >= config.patience) {
            step = done;
            break training;
          }
        }
      }
      stage.end(step);
      watch.stageDone?.(stage.part);
    }
  } finally {
    stepper.dispose();
  }
  const { differentiated } = stepper;
  if (divergedAt !== null) return { steps: step, divergedAt, bestStep: null, curve, differentiated };
  if (selects && best !== null) restoreCheckpoint(model.saved, best.checkpoint);
  return { steps: step, divergedAt, bestStep: selects ? (best?.step ?? null) : step, curve, differentiated };

  function isBetter(a: Evaluation, b: Evaluation): boolean {
    const gain = better * (a.score - b.score);
    return gain > 0 || (gain === 0 && a.loss < b.loss);
  }

  function wholeStage(): Stage {
    const batches = trainingBatches(data, config.batchSize, rng);
    return { part: null, steps: config.steps, batches, begin: () => undefined, end: () => undefined };
  }

  function* stagesOfParts(session: StrategySession): Generator<Stage> {
    const count = data.parts?.count ?? 1;
    for (let part = 0; part < count; part++) {
      const examples = examplesOfPart(data.train, data, part);
      const own = { ...data, train: examples };
      yield {
        part,
        steps: Math.floor(config.steps / count),
        batches: trainingBatches(own, config.batchSize, rng.fork(`part/${String(part)}`)),
        begin: () => {
          if (part > 0) stepper.renewOptimiser();
          recurrent.beginPart?.(part);
          session.beginPart?.(part, examples);
        },
        end: (at) => {
          const place = { step: at, progress: at / config.steps, rate: 0, part };
          session.endPart?.(part, stepper.learner(place), examples);
        },
      };
    }
  }
}
