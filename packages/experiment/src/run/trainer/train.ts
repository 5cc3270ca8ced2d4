/**
 * The training loop, the same for every method: Adam on clipped gradients, evaluation on validation data at intervals.
 * Ends early when the loss diverges, and when a gradient or a parameter is no number any more.
 *
 * Without a strategy, or with one that learns all parts together, there is one stage, and the best parameters are kept
 * if the recipe says so; it ends early too when validation stops improving. A strategy that learns one part after the
 * other has a stage for each part, with an equal share of the steps, a schedule of its own and fresh moments of Adam;
 * it keeps what it ends with.
 */
import { hostMemory, readBack, type SequenceModel, type tf } from '@dsrnn/core';
import type { StrategySession } from '@dsrnn/continual';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng, Versioned } from '@dsrnn/portable';
import { higherIsBetter, type CurvePoint } from '@dsrnn/records';
import type { TrainConfig } from '../../spec/train-config.ts';
import { trainingBatches } from './batches.ts';
import { restoreCheckpoint, takeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { learningRateAt } from './learning-rate.ts';
import { NotFiniteError } from './not-finite.ts';
import { examplesOfPart } from './parts.ts';
import { createStepper } from './stepper.ts';

/** The trainer as a definition: batches, losses, clipping, schedule, evaluation, selection, and what a run records. */
export const trainerDefinition: Versioned = { kind: 'train', version: 1 };

/**
 * What the loop tells as it goes: whenever it knows the losses of all steps so far (after each step, on a device at
 * intervals), and after each evaluation.
 */
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
  readonly evaluated?: (step: number, evaluation: Evaluation) => void | Promise<void>;
  /** Called after the last step of each stage, before the parameters are selected; with the part that was learned. */
  readonly stageDone?: (part: number | null) => void | Promise<void>;
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
  end(step: number): Promise<void>;
}

/**
 * Steps whose losses are read together on a device, where reading waits for all work handed out. It also bounds how far
 * the host runs ahead. A loss that diverges is then noticed so many steps later, and recorded at the step where it did.
 */
export const LOSSES_READ_TOGETHER = 16;

/** Trains `model` in place. */
export async function train(
  model: SequenceModel,
  data: Dataset,
  config: TrainConfig,
  rng: Rng,
  watch: TrainingWatch = {},
  strategy: StrategyAtWork | null = null,
): Promise<Training> {
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
  let loss = NaN;
  const pending: (number | tf.Scalar)[] = [];
  const readTogether = hostMemory() ? 1 : LOSSES_READ_TOGETHER;
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
        const { loss: unread, activity } = await stepper.step(place, stage.batches.next().value);
        pending.push(unread);
        const done = step + 1;
        const ends = done === first + stage.steps;
        const evaluates = done % config.evaluateEvery === 0 || ends;
        if (evaluates || pending.length === readTogether) {
          divergedAt = await readLosses(done - pending.length);
          if (divergedAt !== null) {
            step = divergedAt;
            break training;
          }
        }
        await recurrent.afterStep(step, activity);
        if (!evaluates) {
          if (pending.length === 0)
            watch.report?.({ step: done, loss, validationScore: curve.at(-1)?.validationScore ?? null });
          continue;
        }
        const evaluation = await evaluate(model, data.validation, data, rng);
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
        await watch.evaluated?.(done, evaluation);
        watch.report?.({ step: done, loss, validationScore: evaluation.score });
        if (strategy?.order === 'sequential') continue;
        if (done < recurrent.selectableFrom && !ends) continue;
        if (best === null || isBetter(evaluation, best.evaluation)) {
          best = { step: done, evaluation, checkpoint: await takeCheckpoint(model.saved) };
          sinceBest = 0;
        } else {
          sinceBest += 1;
          if (config.patience !== null && sinceBest >= config.patience) {
            step = done;
            break training;
          }
        }
      }
      if (!(await endsFinite(stage))) {
        divergedAt = step;
        break training;
      }
      await watch.stageDone?.(stage.part);
    }
  } finally {
    stepper.dispose();
    disposeScalars(pending);
  }
  const { differentiated } = stepper;
  if (divergedAt !== null) return { steps: step, divergedAt, bestStep: null, curve, differentiated };
  if (selects && best !== null) restoreCheckpoint(model.saved, best.checkpoint);
  return { steps: step, divergedAt, bestStep: selects ? (best?.step ?? null) : step, curve, differentiated };

  /** Takes the losses of the pending steps into account, the first of which is `from`; the step that diverged, or null. */
  async function readLosses(from: number): Promise<number | null> {
    const values = await Promise.all(
      pending.map(async (one) => (typeof one === 'number' ? one : (await readBack(one))[0])),
    );
    disposeScalars(pending.splice(0));
    for (const [i, value = NaN] of values.entries()) {
      loss = value;
      if (from + i === 0) blowUp = config.blowUpFactor * Math.max(1, loss);
      if (!Number.isFinite(loss) || loss > blowUp) return from + i;
      lossSum += loss;
      lossCount += 1;
    }
    return null;
  }

  /** Ends a stage; false if a number that the strategy asked for is not finite. */
  async function endsFinite(stage: Stage): Promise<boolean> {
    try {
      await stage.end(step);
      return true;
    } catch (error) {
      if (!(error instanceof NotFiniteError)) throw error;
      return false;
    }
  }

  function isBetter(a: Evaluation, b: Evaluation): boolean {
    const gain = better * (a.score - b.score);
    return gain > 0 || (gain === 0 && a.loss < b.loss);
  }

  function wholeStage(): Stage {
    const batches = trainingBatches(data, config.batchSize, rng);
    return { part: null, steps: config.steps, batches, begin: () => undefined, end: () => Promise.resolve() };
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
        end: async (at) => {
          const place = { step: at, progress: at / config.steps, rate: 0, part };
          await session.endPart?.(part, stepper.learner(place), examples);
        },
      };
    }
  }
}

function disposeScalars(scalars: readonly (number | tf.Scalar)[]): void {
  for (const scalar of scalars) if (typeof scalar !== 'number') scalar.dispose();
}
