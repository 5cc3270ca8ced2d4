/**
 * The recurrence of an S4D layer over a whole sequence as one product, for devices.
 *
 *   y_t = Σ_{s ≤ t} k_{t−s} u_s + d ⊙ u_t,   k_l = 2 Re Σ_n C_n B̄_n Ā_n^l
 *
 * The kernel of each channel fills a Toeplitz matrix [T, T], so that all steps and samples are one product a channel:
 * about 20 H T² numbers of memory at the peak of forward and backward, whatever the batch, the largest tensor 2 H T²; the
 * states of all steps would be 2 H M T B. Powers of Ā are built by doubling.
 */
import type { Complex, PreparedLayer } from '../../cells/s4d-layer.ts';
import { tf } from '../../tensor/tf.ts';

/** y of all steps for u, both `[time · batch, H]`, step after step. */
export function convolve(layer: PreparedLayer, u: tf.Tensor2D, batch: number): tf.Tensor2D {
  const [rows, channels] = u.shape;
  const time = rows / batch;
  const series = tf.transpose(tf.reshape(u, [time, batch, channels]), [2, 1, 0]); // [H, batch, T]
  const sums = tf.matMul(series, toeplitz(kernelOf(layer, time)));
  return tf.add(tf.reshape(tf.transpose(sums, [2, 1, 0]), [rows, channels]), tf.mul(layer.skip, u));
}

/** k, `[H, T]`. */
function kernelOf({ decay, input, output }: PreparedLayer, time: number): tf.Tensor2D {
  const weight = product(output, input);
  const powers = powersOf(decay, time);
  const flat = (re: tf.Tensor): tf.Tensor => tf.expandDims(re, 2);
  // Re (w Ā^l), summed over the modes: [H, T, M] times [H, M, 1].
  const real = tf.sub(tf.matMul(powers.re, flat(weight.re)), tf.matMul(powers.im, flat(weight.im)));
  return tf.mul(tf.squeeze<tf.Tensor2D>(real, [2]), 2);
}

/** Ā⁰ … Āᵀ⁻¹, `[H, T, M]`. */
function powersOf(decay: Complex, time: number): Complex {
  let factor: Complex = { re: tf.expandDims(decay.re, 1), im: tf.expandDims(decay.im, 1) };
  let powers: Complex = { re: tf.onesLike(factor.re), im: tf.zerosLike(factor.im) };
  for (let count = 1; count < time; count *= 2) {
    const further = product(powers, factor);
    powers = {
      re: tf.concat([powers.re, further.re], 1),
      im: tf.concat([powers.im, further.im], 1),
    };
    factor = product(factor, factor);
  }
  const first = (part: tf.Tensor): tf.Tensor => tf.slice(part, [0, 0, 0], [-1, time, -1]);
  return { re: first(powers.re), im: first(powers.im) };
}

function product(a: Complex, b: Complex): Complex {
  return {
    re: tf.sub(tf.mul(a.re, b.re), tf.mul(a.im, b.im)),
    im: tf.add(tf.mul(a.re, b.im), tf.mul(a.im, b.re)),
  };
}

/** The matrices `[H, T, T]` whose entry (s, t) is k_{t−s}, 0 where t < s. */
function toeplitz(kernel: tf.Tensor2D): tf.Tensor3D {
  const [channels, time] = kernel.shape;
  // Rows k, 0 … 0 of length 2T, read as rows of length 2T − 1: each begins one entry later than the one before.
  const rows = tf.mul(tf.expandDims(tf.pad(kernel, [[0, 0], [0, time]]), 1), tf.ones([time, 1])); // prettier-ignore
  const skewed = tf.slice(tf.reshape(rows, [channels, 2 * time * time]), [0, 0], [-1, time * (2 * time - 1)]);
  return tf.slice<tf.Rank.R3, tf.Tensor3D>(
    tf.reshape(skewed, [channels, time, 2 * time - 1]),
    [0, 0, 0],
    [-1, -1, time],
  );
}
