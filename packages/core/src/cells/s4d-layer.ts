/**
 * One S4D layer: a diagonal linear recurrence a channel, then a gated map that mixes the channels (Gu et al., 2022).
 *
 *   s' = Ā s + B̄ u,   y = 2 Re Σ_n C_n s'_n + d ⊙ u       Ā = e^{Δt A}, B̄ = (Ā − 1)/A, A = −e^{logReal} + i imag
 *   z = m ⊙ gelu(y),  o = g₁ ⊙ σ(g₂), [g₁ g₂] = W_o z + b_o
 *   r = u + m ⊙ o,    u' = m ⊙ (gain ⊙ (r − μ)/√(v + ε) + shift)
 *
 * μ and v are the mean and variance of r over the active channels, those of mask 1. Without mask, plain layer norm.
 * Shapes: u, y, z, o, r [batch, H]; s, a real and an imaginary tensor [batch, H, M]; A, C [H, M].
 * gelu in the tanh form. log Δt is held in [ln 1e-5, ln 1] where it is used, since a run whose steps drift away turns
 * into NaN; beyond the bounds it gets no gradient.
 */
import { ln } from '@dsrnn/portable';
import { composesForDevice } from '../backends/composition.ts';
import { clip } from '../tensor/clip.ts';
import { linear, prepareLinear, type PreparedLinear } from '../tensor/linear.ts';
import { masked } from '../tensor/masked.ts';
import { expMinusOne, sineAndCosine } from '../tensor/precise-math.ts';
import { tf } from '../tensor/tf.ts';

/** Bounds of Δt where it is used. */
export const TIME_STEPS = { least: 1e-5, most: 1 } as const;
const NORM_EPSILON = 1e-5;
/** Divides the sums over no active channel, which are 0. */
const LEAST_COUNT = 1e-6;
const GELU_SLOPE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/** Parameters of a layer by name, shapes see the top of s4d.ts. */
export type LayerValues = Readonly<
  Record<'logDt' | 'd' | 'bo', tf.Tensor1D> &
    Record<'logReal' | 'imag' | 'cReal' | 'cImag' | 'wo', tf.Tensor2D> &
    Partial<Record<'gain' | 'shift', tf.Tensor1D>>
>;
/** One of them. */
export type LayerName = keyof LayerValues;

/** Those that a layer has, with layer norm or without. */
export function layerNames(norm: 'layer' | 'none'): readonly LayerName[] {
  const names = ['logDt', 'logReal', 'imag', 'cReal', 'cImag', 'd', 'wo', 'bo'] as const;
  return norm === 'layer' ? [...names, 'gain', 'shift'] : names;
}

/** A complex tensor. */
export interface Complex {
  readonly re: tf.Tensor;
  readonly im: tf.Tensor;
}

/** A layer ready for many steps. */
export interface PreparedLayer {
  /** Ā, B̄ and C, `[H, M]` */
  readonly decay: Complex;
  readonly input: Complex;
  readonly output: Complex;
  readonly skip: tf.Tensor;
  readonly mix: PreparedLinear;
  /** null: no normalisation. */
  readonly norm: { readonly gain: tf.Tensor; readonly shift: tf.Tensor } | null;
}

/** What a step gives: the new s, and u of the next layer. */
export interface LayerStep {
  readonly state: Complex;
  readonly u: tf.Tensor2D;
}

/** The layer of these parameters; it normalises if they have gain and shift. */
export function prepareLayer(values: LayerValues): PreparedLayer {
  const { logDt, logReal, imag, cReal, cImag, d, wo, bo, gain, shift } = values;
  return {
    ...discretised(logDt, logReal, imag),
    output: { re: cReal, im: cImag },
    skip: d,
    mix: prepareLinear(wo, bo),
    norm: gain === undefined || shift === undefined ? null : { gain, shift },
  };
}

/** One step. `sent` as in StepInputs, for the vector that the product of this layer reads. */
export function stepLayer(
  layer: PreparedLayer,
  u: tf.Tensor2D,
  state: Complex,
  mask: tf.Tensor2D | null,
  sent: (h: tf.Tensor2D) => tf.Tensor2D,
): LayerStep {
  const { re, im, y } = recur(layer, u, state);
  return { state: { re, im }, u: mixed(layer, u, y, mask, sent) };
}

/** The layer's outputs `[rows, H]` for its inputs u and y of any number of rows. `sent` as in StepInputs. */
export function mixed(
  { mix, norm }: Pick<PreparedLayer, 'mix' | 'norm'>,
  u: tf.Tensor2D,
  y: tf.Tensor2D,
  mask: tf.Tensor2D | null,
  sent: (h: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D {
  const z = masked(gelu(y), mask);
  const [value, gate] = tf.split(linear(sent(z), mix), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const r = tf.add<tf.Tensor2D>(u, masked(tf.mul<tf.Tensor2D>(value, tf.sigmoid(gate)), mask));
  return norm === null ? r : normalise(r, norm, mask);
}

/** Ā and B̄ of the zero-order hold. Ā − 1 by half angles and expm1, since Δt A is small and would cancel. */
function discretised(
  logDt: tf.Tensor,
  logReal: tf.Tensor,
  imag: tf.Tensor,
): Pick<PreparedLayer, 'decay' | 'input'> {
  const dt = tf.expandDims(tf.exp(clip(logDt, ln(TIME_STEPS.least), ln(TIME_STEPS.most))), 1);
  const real = tf.neg(tf.exp(logReal));
  const exponent = tf.mul(dt, real);
  const angle = tf.mul(dt, imag);
  const radius = tf.exp(exponent);
  const { cos, sin, versine } = composesForDevice() ? preciseTurn(angle) : turn(angle);
  const decay = { re: tf.mul(radius, cos), im: tf.mul(radius, sin) };
  const expm1 = composesForDevice() ? expMinusOne(exponent) : tf.expm1(exponent);
  const lessOne = tf.sub(tf.mul(expm1, cos), versine); // Re Ā − 1
  const size = tf.add(tf.square(real), tf.square(imag));
  return {
    decay,
    input: {
      re: tf.div(tf.add(tf.mul(lessOne, real), tf.mul(decay.im, imag)), size),
      im: tf.div(tf.sub(tf.mul(decay.im, real), tf.mul(lessOne, imag)), size),
    },
  };
}

/** Cosine, sine and 1 − cosine of an angle. */
interface Turn {
  readonly cos: tf.Tensor;
  readonly sin: tf.Tensor;
  readonly versine: tf.Tensor;
}

function turn(angle: tf.Tensor): Turn {
  return {
    cos: tf.cos(angle),
    sin: tf.sin(angle),
    versine: tf.mul(tf.square(tf.sin(tf.mul(angle, 0.5))), 2),
  };
}

function preciseTurn(angle: tf.Tensor): Turn {
  const { sin, cos } = sineAndCosine(tf.mul(angle, 0.5));
  const versine = tf.mul(tf.square(sin), 2);
  return { cos: tf.sub(1, versine), sin: tf.mul(tf.mul(sin, cos), 2), versine };
}

/** s' and y. Tidied at once: of the [batch, H, M] intermediates only those that a gradient needs may stay. */
function recur(
  { decay, input, output, skip }: PreparedLayer,
  u: tf.Tensor2D,
  s: Complex,
): Complex & { readonly y: tf.Tensor2D } {
  return tf.tidy(() => {
    const byMode = tf.expandDims(u, 2);
    const re = tf.add(tf.sub(tf.mul(decay.re, s.re), tf.mul(decay.im, s.im)), tf.mul(input.re, byMode));
    const im = tf.add(tf.add(tf.mul(decay.re, s.im), tf.mul(decay.im, s.re)), tf.mul(input.im, byMode));
    const real = tf.sum(tf.sub(tf.mul(output.re, re), tf.mul(output.im, im)), 2);
    return { re, im, y: tf.add<tf.Tensor2D>(tf.mul(real, 2), tf.mul(skip, u)) };
  });
}

/** ½ y (1 + tanh(√(2/π) (y + 0.044715 y³))). */
function gelu(y: tf.Tensor2D): tf.Tensor2D {
  const inner = tf.mul(tf.mul(y, tf.add(tf.mul(tf.square(y), GELU_CUBIC), 1)), GELU_SLOPE);
  return tf.mul<tf.Tensor2D>(tf.mul(y, 0.5), tf.add(tf.tanh(inner), 1));
}

/** Layer norm over the channels that take part, 0 elsewhere. */
function normalise(
  r: tf.Tensor2D,
  { gain, shift }: { readonly gain: tf.Tensor; readonly shift: tf.Tensor },
  mask: tf.Tensor2D | null,
): tf.Tensor2D {
  const count = mask === null ? r.shape[1] : tf.maximum(tf.sum(mask, 1, true), LEAST_COUNT);
  const mean = tf.div(tf.sum(masked(r, mask), 1, true), count);
  const centred = tf.sub<tf.Tensor2D>(r, mean);
  const variance = tf.div(tf.sum(masked(tf.square(centred), mask), 1, true), count);
  const unit = tf.div(centred, tf.sqrt(tf.add(variance, NORM_EPSILON)));
  return masked(tf.add<tf.Tensor2D>(tf.mul(unit, gain), shift), mask);
}
