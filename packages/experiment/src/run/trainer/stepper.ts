/**
 * One step of training: the gradient of a batch, or what a strategy makes of it, handed to the method and to Adam.
 * The model is the same to every strategy: a vector of trained parameters with gradients in a fixed order.
 */
import {
  activeKernels,
  allFinite,
  hostMemory,
  readBack,
  tf,
  zeroOrNaN,
  type Activity,
  type Gradients,
  type Mode,
  type SequenceModel,
} from '@dsrnn/core';
import type { Gradient, Learner, StrategySession, Term } from '@dsrnn/continual';
import type { TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ActivityMeter } from './activity-meter.ts';
import type { Batch } from './batches.ts';
import { cellFeatures } from './cell-features.ts';
import { NotFiniteError } from './not-finite.ts';
import { KernelAdam } from './kernel-adam.ts';
import { KernelSteps } from './kernel-step.ts';
import { lossOf } from './objective.ts';
import { createOptimiser } from './optimiser.ts';
import { joined, named, sizeOf, trainedParameters } from './trained-vector.ts';

/** Where a step stands. */
export interface StepPlace {
  /** Counted over the whole run. */
  readonly step: number;
  /** Share of the run that is done, in [0, 1). */
  readonly progress: number;
  readonly rate: number;
  /** The part that is learned now; null where all are mixed. */
  readonly part: number | null;
}

/** A training step did this. */
export interface StepTaken {
  /**
   * Before the step: a number that a strategy made, or a tensor, maybe not computed yet and the caller's to dispose. NaN
   * too if a gradient, or a parameter after the step, is not finite: no comparison that NaN fails may hide that.
   */
  readonly loss: number | tf.Scalar;
  /** Of the batch, if the method watches it. */
  readonly activity: Activity | null;
}

/** Takes steps on one model. Owns the optimiser's moments until `dispose`. */
export interface Stepper {
  step(place: StepPlace, batch: Batch): Promise<StepTaken>;
  /**
   * The model as strategies see it, outside a step: masks as in training, noise of a stream of its own. It throws
   * NotFiniteError rather than to answer with NaN, which a strategy might project or average away.
   */
  learner(place: StepPlace): Learner;
  /** Forgets the optimiser's moments. */
  renewOptimiser(): void;
  /** Examples that went through a backward pass so far. */
  readonly differentiated: number;
  dispose(): void;
}

/** A stepper; without a session every step follows the gradient of its batch. */
export function createStepper(
  model: SequenceModel,
  shape: TaskShape,
  clipNorm: number,
  rng: Rng,
  session: StrategySession | null,
): Stepper {
  const { recurrent, rateScale: rates } = model;
  const trainable = trainedParameters(model);
  const owned = Object.fromEntries(trainable);
  const kernels = activeKernels();
  const onKernels = kernels === null ? null : new KernelSteps(kernels, model, shape);
  let optimiser = createOptimiser(owned, rates);
  let differentiated = 0;

  return {
    get differentiated() {
      return differentiated;
    },
    learner: (place) => learnerAt(place, 'between', null),
    renewOptimiser: () => {
      optimiser.dispose();
      optimiser = createOptimiser(owned, rates);
    },
    dispose: () => {
      optimiser.dispose();
      onKernels?.dispose();
    },
    async step(place, batch) {
      const meter = recurrent.watchesActivity
        ? new ActivityMeter(cellFeatures(shape), recurrent.settings.units)
        : null;
      const made = session === null ? null : await madeBy(session, place, batch, meter);
      const stepped = made === null ? kernelStep(place, batch, meter) : null;
      if (stepped !== null) return { loss: stepped, activity: meter === null ? null : await meter.mean() };
      const loss = tf.tidy(() => {
        const { value, raw } =
          made === null
            ? batchGradient(place, batch, meter)
            : { value: made.loss, raw: named(made.values, trainable) };
        return knownNotFinite(value) ? value : finiteOrNaN(value, changeBy(raw, place));
      });
      return { loss, activity: meter === null ? null : await meter.mean() };
    },
  };

  /** A plain step that stays on the kernels; null where it cannot. */
  function kernelStep(place: StepPlace, batch: Batch, meter: ActivityMeter | null): number | null {
    if (onKernels === null || !(optimiser instanceof KernelAdam)) return null;
    const mode = stepMode(place);
    const loss = onKernels.step(optimiser, batch, {
      step: place.step,
      mode,
      rate: place.rate,
      clipNorm,
      meter,
    });
    if (loss !== null) differentiated += batch.count;
    return loss;
  }

  /** What a strategy makes of the batch; of a model that is not finite, a loss of NaN and no gradient. */
  async function madeBy(
    session: StrategySession,
    place: StepPlace,
    batch: Batch,
    meter: ActivityMeter | null,
  ): Promise<Gradient> {
    try {
      return await session.step(learnerAt(place, 'step', meter), batch, place.part);
    } catch (error) {
      if (!(error instanceof NotFiniteError)) throw error;
      return { loss: NaN, values: new Float32Array(sizeOf(trainable)) };
    }
  }

  /** Changes the parameters; what tells whether gradients and parameters are finite, 0 or NaN each. */
  function changeBy(raw: Gradients, place: StepPlace): (number | tf.Scalar)[] {
    const gradients =
      recurrent.onGradients === undefined ? raw : recurrent.onGradients(place.step, raw, optimiser);
    const resting = Object.entries(model.parameters).flatMap(([name, variable]) =>
      gradients !== null && name in gradients ? [] : [variable],
    );
    return [
      gradients === null ? zeroOrNaN(Object.values(raw)) : optimiser.apply(gradients, place.rate, clipNorm),
      ...(hostMemory()
        ? resting.map((variable) => (allFinite(variable.dataSync<'float32'>()) ? 0 : NaN))
        : [zeroOrNaN(resting)]),
    ];
  }

  function batchGradient(
    place: StepPlace,
    batch: Batch,
    meter: ActivityMeter | null,
  ): { value: tf.Scalar; raw: Gradients } {
    differentiated += batch.count;
    const mode = stepMode(place);
    const { value, grads } = tf.variableGrads(
      () => {
        const { outputs, penalty } = forward(batch, mode, meter);
        const taskLoss = lossOf(outputs, batch, shape);
        return penalty === null ? taskLoss : tf.add<tf.Scalar>(taskLoss, penalty);
      },
      trainable.map(([, variable]) => variable),
    );
    // A parameter that the loss does not reach now (a router whose masks are full) has no gradient and rests.
    const raw = Object.fromEntries(
      trainable.flatMap(([name, variable]) => {
        const gradient: tf.Tensor | null | undefined = grads[variable.name];
        return gradient == null ? [] : [[name, gradient]];
      }),
    );
    return { value, raw };
  }

  /** The first pass of a step draws the noise of the plain step, so a strategy that changes nothing changes no bit. */
  function learnerAt(place: StepPlace, stream: 'step' | 'between', meter: ActivityMeter | null): Learner {
    let passes = 0;
    let watched = meter;
    const nextMode = (): Mode => {
      const pass = passes++;
      const step = `noise/${stream === 'step' ? '' : 'between/'}${String(place.step)}`;
      return modeOf(place, pass === 0 ? step : `${step}/${String(pass)}`);
    };
    return {
      gradient: async (terms) => {
        const { value, grads } = tf.tidy(() =>
          tf.variableGrads(
            () => {
              const losses = terms.map((term, i) => termLoss(term, i === 0, nextMode(), watched));
              watched = null;
              return losses.reduce((sum, loss) => tf.add<tf.Scalar>(sum, loss));
            },
            trainable.map(([, variable]) => variable),
          ),
        );
        differentiated += terms.reduce((sum, { batch }) => sum + batch.count, 0);
        // A parameter that no term reaches has the gradient 0.
        const gradients = trainable.map(
          ([, variable]) => grads[variable.name] as tf.Tensor | null | undefined,
        );
        const [loss, values] = await Promise.all([readBack(value), joined(gradients, trainable)]);
        tf.dispose([value, grads]);
        if (!Number.isFinite(loss[0]) || !allFinite(values)) throw new NotFiniteError('a gradient');
        return { loss: loss[0] as number, values };
      },
      outputs: async (batch) => {
        // Nothing is differentiated, so the pass must not keep what a gradient would need.
        const outputs = tf.tidy(() => forward(batch, { ...nextMode(), training: false }, null).outputs);
        const values = (await readBack(outputs)).slice();
        outputs.dispose();
        if (!allFinite(values)) throw new NotFiniteError('an output');
        return values;
      },
      parameters: () =>
        joined(
          trainable.map(([, variable]) => variable),
          trainable,
        ),
    };
  }

  function termLoss(
    { batch, weight, loss }: Term,
    first: boolean,
    mode: Mode,
    meter: ActivityMeter | null,
  ): tf.Scalar {
    const { outputs, penalty } = forward(batch, mode, first ? meter : null);
    const own =
      loss.kind === 'task'
        ? lossOf(outputs, batch, shape)
        : tf.mean<tf.Scalar>(tf.square(tf.sub(outputs, tf.tensor(loss.wanted, outputs.shape))));
    const weighed = weight === 1 ? own : tf.mul<tf.Scalar>(own, weight);
    return first && penalty !== null ? tf.add<tf.Scalar>(weighed, penalty) : weighed;
  }

  function forward(
    batch: Batch,
    mode: Mode,
    meter: ActivityMeter | null,
  ): ReturnType<SequenceModel['forward']> {
    const xs = tf.tensor3d(batch.inputs, [batch.count, shape.time, shape.features]);
    const passed = model.forward(xs, mode, meter?.observe);
    meter?.add(batch.count);
    return passed;
  }

  /** Of a plain step. */
  function stepMode(place: StepPlace): Mode {
    return modeOf(place, `noise/${String(place.step)}`);
  }

  function modeOf({ progress, step }: StepPlace, stream: string): Mode {
    return { training: true, progress, step, noise: rng.fork(stream) };
  }
}

/** Whether a number is known not to be finite; on a device that shows only later. */
function knownNotFinite(loss: number | tf.Scalar): boolean {
  if (typeof loss === 'number') return !Number.isFinite(loss);
  return hostMemory() && !Number.isFinite(loss.dataSync()[0]);
}

/** `loss` if all of `checks`, 0 or NaN each, are 0, else NaN. */
function finiteOrNaN(loss: number | tf.Scalar, checks: readonly (number | tf.Scalar)[]): number | tf.Scalar {
  if (!hostMemory()) return checks.reduce<tf.Scalar>((sum, check) => tf.add(sum, check), tf.add(loss, 0));
  return checks.some(knownNotFinite) ? NaN : loss;
}
