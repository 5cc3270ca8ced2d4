/**
 * The router: a two-layer perceptron that scores input and hidden channels.
 *
 *   u = tanh(z W₁ + b₁),   [l^x l^h] = u W₂ + b₂
 *
 * z [batch, width] (see router-input), u [batch, routerWidth], l^x [batch, features] (absent if inputs are not masked),
 * l^h [batch, units], or [batch, groups] where units come in groups. Init: W₁ ~ N(0, 1/width), W₂ ~ N(0, 1/routerWidth),
 * biases 0.
 */
import type { Rng, Versioned } from '@dsrnn/portable';
import { withoutGradient } from '../../tensor/custom-gradient.ts';
import { deferredLinear } from '../../tensor/deferred-linear.ts';
import { linear, prepareLinear } from '../../tensor/linear.ts';
import { normal } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';

/** The router as a definition. */
export const routerDefinition: Versioned = { kind: 'two-layer', version: 1 };

/**
 * Inputs divided by their root mean square over the training data, as a definition: under Adam that is W₁, as it is drawn and its
 * learning rate, divided by the same number, so that nothing but its beginning has to know it.
 */
export const scaledInputsDefinition: Versioned = { kind: 'scaled-inputs', version: 1 };

/** Sizes of a router. */
export interface RouterSizes {
  readonly inputs: number;
  readonly width: number;
  /** Scored channels: features (0 if inputs are not masked) + units, or their groups. */
  readonly outputs: number;
}

/** Parameters of the router by name. */
export type RouterValues = Readonly<
  Record<'router.w1' | 'router.w2', tf.Tensor2D> & Record<'router.b1' | 'router.b2', tf.Tensor1D>
>;

/** Initial values, named for a parameter record; W₁ as for inputs of which `inputRms` is 1. */
export function routerInit({ inputs, width, outputs }: RouterSizes, rng: Rng, inputRms = 1): RouterValues {
  return {
    'router.w1': normal([inputs, width], 1 / Math.sqrt(inputs) / inputRms, rng.fork('w1')),
    'router.b1': tf.zeros([width]),
    'router.w2': normal([width, outputs], 1 / Math.sqrt(width), rng.fork('w2')),
    'router.b2': tf.zeros([outputs]),
  };
}

/**
 * Scores `[batch, outputs]` as a function of `z` `[batch, inputs]`; weights are prepared once. `watch` is given the mean of u
 * `[width]`, off the tape.
 */
export function prepareRouter(
  parameters: RouterValues,
  watch?: (mean: tf.Tensor1D) => void,
): (z: tf.Tensor2D) => tf.Tensor2D {
  const first = prepareLinear(parameters['router.w1'], parameters['router.b1']);
  const second = prepareLinear(parameters['router.w2'], parameters['router.b2']);
  return (z) => {
    const hidden = tf.tanh(linear(z, first));
    watch?.(withoutGradient(() => tf.mean<tf.Tensor1D>(hidden, 0)));
    return linear(hidden, second);
  };
}

/**
 * The router of a step on a device, for z = [x, h]: `ahead` takes what is the inputs' part of z W₁ + b₁ of all steps, and
 * `scores` the scores of a step from its rows of that and the state. `detached`: h gets no gradient.
 */
export interface StepRouter {
  ahead(xs: tf.Tensor2D): tf.Tensor2D;
  scores(ahead: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D;
}

/** The router that reads inputs of so many features, and the state. */
export function prepareStepRouter(parameters: RouterValues, features: number, detached: boolean): StepRouter {
  const w1 = parameters['router.w1'];
  const [ofX, ofH] = tf.split(w1, [features, w1.shape[0] - features], 0) as [tf.Tensor2D, tf.Tensor2D];
  const ahead = deferredLinear(ofX, parameters['router.b1']);
  const first = deferredLinear(ofH, null);
  const second = deferredLinear(parameters['router.w2'], parameters['router.b2']);
  return {
    ahead: (xs) => ahead(xs),
    scores: (addend, h) => second(tf.tanh(first(h, { addend, detached }))),
  };
}

/** Trainable numbers. */
export function routerParameterCount({ inputs, width, outputs }: RouterSizes): number {
  return width * (inputs + 1) + outputs * (width + 1);
}

/** MACs of one decision. */
export function routerMacs({ inputs, width, outputs }: RouterSizes): number {
  return width * (inputs + outputs);
}
