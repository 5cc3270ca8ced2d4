/**
 * A whole model: the recurrent part that a method made, and a linear head.
 *
 *   y = r W + b,   r = h_T (`last`), the mean of h_t over time (`mean`), or every h_t (`steps`)
 */
import type { Rng } from '@dsrnn/portable';
import { linear, prepareLinear } from './linear.ts';
import type { RecurrentModel } from './methods/method.ts';
import type { Mode } from './mode.ts';
import { asParameters, disposeParameters, parameter, uniform, type Parameters } from './parameters.ts';
import { tf } from './tf.ts';
import { unroll, type ActivityObserver } from './unroll.ts';

/** What the head reads and how many numbers it gives. */
export interface Readout {
  readonly kind: 'last' | 'mean' | 'steps';
  readonly outputs: number;
}

/** Result of a forward pass: `[batch, outputs]`, or `[batch, time, outputs]` for `steps`. */
export interface Forward {
  readonly outputs: tf.Tensor;
  readonly penalty: tf.Scalar | null;
}

/** A trainable model. Owns its tensors until `dispose`. */
export interface SequenceModel {
  readonly recurrent: RecurrentModel;
  /** All trained parameters, head included. */
  readonly parameters: Parameters;
  /** Everything that a checkpoint must hold: parameters and buffers. */
  readonly saved: Parameters;
  /** Forward pass over `[batch, time, features]`. Call inside `tf.tidy`. */
  forward(xs: tf.Tensor3D, mode: Mode, observe?: ActivityObserver): Forward;
  dispose(): void;
}

/** Puts a head on a recurrent model, whose ownership passes to the result. Head init: U(±1/√units), bias 0. */
export function createModel(recurrent: RecurrentModel, readout: Readout, rng: Rng): SequenceModel {
  const { units } = recurrent.settings;
  const head = asParameters({
    'head.w': uniform([units, readout.outputs], 1 / Math.sqrt(units), rng.fork('init/head')),
    'head.b': tf.zeros([readout.outputs]),
  });
  const parameters = { ...recurrent.parameters, ...head };
  return {
    recurrent,
    parameters,
    saved: { ...parameters, ...recurrent.buffers },
    forward(xs, mode, observe) {
      const { cell, settings } = recurrent;
      const gating = recurrent.gating(mode);
      const { hs, penalty } = unroll(xs, { cell, settings, parameters, gating, observe });
      const prepared = prepareLinear(parameter(parameters, 'head.w'), parameter(parameters, 'head.b'));
      return { outputs: applyHead(hs, readout, (h) => linear(h, prepared)), penalty };
    },
    dispose: () => {
      recurrent.dispose();
      disposeParameters(head);
    },
  };
}

function applyHead(
  hs: readonly tf.Tensor2D[],
  { kind, outputs }: Readout,
  head: (h: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor {
  if (kind === 'last') return head(hs.at(-1) as tf.Tensor2D);
  if (kind === 'mean') return head(tf.mul(tf.addN(hs as tf.Tensor2D[]), 1 / hs.length));
  const [batch, units] = (hs[0] as tf.Tensor2D).shape;
  const flat = tf.reshape<tf.Rank.R2>(tf.stack(hs as tf.Tensor2D[], 1), [batch * hs.length, units]);
  return tf.reshape(head(flat), [batch, hs.length, outputs]);
}
