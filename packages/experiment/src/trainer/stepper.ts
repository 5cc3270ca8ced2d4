/**
 * One step of training: the gradient of a batch, or what a strategy makes of it, handed to the method and to Adam.
 * The model is the same to every strategy: a vector of trained parameters with gradients in a fixed order.
 */
import { tf, type Activity, type Gradients, type Mode, type SequenceModel } from '@dsrnn/core';
import type { Gradient, Learner, StrategySession, Term } from '@dsrnn/continual';
import type { TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ActivityMeter } from './activity-meter.ts';
import type { Batch } from './batches.ts';
import { cellFeatures } from './cell-features.ts';
import { lossOf } from './objective.ts';
import { createOptimiser, type Optimiser } from './optimiser.ts';

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
  /** Before the step. */
  readonly loss: number;
  /** Of the batch, if the method watches it. */
  readonly activity: Activity | null;
}

/** Takes steps on one model. Owns the optimiser's moments until `dispose`. */
export interface Stepper {
  step(place: StepPlace, batch: Batch): StepTaken;
  /** The model as strategies see it, outside a step: masks as in training, noise of a stream of its own. */
  learner(place: StepPlace): Learner;
  /** Forgets the optimiser's moments. */
  renewOptimiser(): void;
  /** Examples that went through a backward pass so far. */
  readonly differentiated: number;
  dispose(): void;
}

type NamedVariables = readonly (readonly [string, tf.Variable])[];

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
  let optimiser: Optimiser = createOptimiser(owned, rates);
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
    dispose: () => optimiser.dispose(),
    step(place, batch) {
      const meter = recurrent.watchesActivity
        ? new ActivityMeter(cellFeatures(shape), recurrent.settings.units)
        : null;
      let loss = NaN;
      tf.tidy(() => {
        let raw: Gradients;
        if (session === null) ({ loss, raw } = batchGradient(place, batch, meter));
        else {
          const made = session.step(learnerAt(place, 'step', meter), batch, place.part);
          loss = made.loss;
          raw = named(made.values, trainable);
        }
        const gradients = Number.isFinite(loss) ? recurrent.onGradients(place.step, raw, optimiser) : null;
        if (gradients !== null) optimiser.apply(gradients, place.rate, clipNorm);
      });
      return { loss, activity: meter?.mean() ?? null };
    },
  };

  function batchGradient(
    place: StepPlace,
    batch: Batch,
    meter: ActivityMeter | null,
  ): { loss: number; raw: Gradients } {
    differentiated += batch.count;
    const mode = modeOf(place, `noise/${String(place.step)}`);
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
    return { loss: value.dataSync()[0] as number, raw };
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
      gradient: (terms) => {
        let made: Gradient = { loss: NaN, values: new Float32Array(0) };
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(
            () => {
              const losses = terms.map((term, i) => termLoss(term, i === 0, nextMode(), watched));
              watched = null;
              return losses.reduce((sum, loss) => tf.add<tf.Scalar>(sum, loss));
            },
            trainable.map(([, variable]) => variable),
          );
          differentiated += terms.reduce((sum, { batch }) => sum + batch.count, 0);
          made = flat(value, grads, trainable);
        });
        return made;
      },
      outputs: (batch) =>
        // Nothing is differentiated, so the pass must not keep what a gradient would need.
        tf.tidy(() => {
          const { outputs } = forward(batch, { ...nextMode(), training: false }, null);
          return outputs.dataSync<'float32'>().slice();
        }),
      parameters: () => {
        const values = new Float32Array(sizeOf(trainable));
        let at = 0;
        for (const [, variable] of trainable) {
          values.set(variable.dataSync<'float32'>(), at);
          at += variable.size;
        }
        return values;
      },
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

  function modeOf({ progress }: StepPlace, stream: string): Mode {
    return { training: true, progress, noise: rng.fork(stream) };
  }
}

/** The parameters that training changes, in the order of a strategy's vectors. */
export function trainedParameters({ parameters, rateScale }: SequenceModel): NamedVariables {
  return Object.entries(parameters).filter(([name]) => rateScale[name] !== 0);
}

/** Numbers of all of them. */
export function sizeOf(variables: NamedVariables): number {
  return variables.reduce((sum, [, variable]) => sum + variable.size, 0);
}

/** A parameter that no term reaches has the gradient 0. */
function flat(value: tf.Scalar, grads: tf.NamedTensorMap, trainable: NamedVariables): Gradient {
  const values = new Float32Array(sizeOf(trainable));
  let at = 0;
  for (const [, variable] of trainable) {
    const gradient: tf.Tensor | null | undefined = grads[variable.name];
    if (gradient != null) values.set(gradient.dataSync<'float32'>(), at);
    at += variable.size;
  }
  return { loss: value.dataSync()[0] as number, values };
}

function named(values: Float32Array, trainable: NamedVariables): Gradients {
  let at = 0;
  return Object.fromEntries(
    trainable.map(([name, variable]) => {
      const from = at;
      at += variable.size;
      return [name, tf.tensor(values.subarray(from, at), variable.shape)];
    }),
  );
}
