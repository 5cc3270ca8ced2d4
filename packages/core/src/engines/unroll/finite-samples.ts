/**
 * NaN or infinity in, NaN out: for that sample alone, and where its outputs follow its inputs, from that step on.
 *
 * Left to the products and gates such a number gets lost, or reaches others: a mask leaves it out, a sigmoid saturates, a
 * threshold is never passed, a Fourier transform computes two samples at once. So a sample with one is computed on zeros
 * from there on, and its outputs are made NaN. The other samples are computed as ever, bit by bit.
 *
 * On a device, where to look is to wait, Σ 0·x of each sample is added to its outputs: 0, or NaN.
 */
import { composesForDevice } from '../../backends/composition.ts';
import { allFinite } from '../../tensor/finite.ts';
import { tf } from '../../tensor/tf.ts';

/** What a pass over samples `[batch, …]` gives: outputs `[batch, …]`, and more that is not of single samples. */
interface Passed {
  readonly output: tf.Tensor;
}

/**
 * Runs `pass` over `xs` `[batch, time, features]`, with NaN for outputs of the samples that are not finite. `byStep`: the
 * outputs are `[batch, time, …]`, and none depends on inputs of later steps. Call inside `tf.tidy`.
 */
export function onFiniteSamples<T extends Passed>(
  xs: tf.Tensor3D,
  byStep: boolean,
  pass: (xs: tf.Tensor3D) => T,
): T {
  if (composesForDevice()) {
    const passed = pass(xs);
    const zeros = tf.mul(xs, 0);
    const poison = byStep ? tf.cumsum(tf.sum(zeros, 2), 1) : tf.sum(zeros, [1, 2]);
    return { ...passed, output: tf.add(passed.output, likeOutputs(poison, passed.output)) };
  }
  const values = xs.dataSync<'float32'>();
  if (allFinite(values)) return pass(xs);
  const [batch, time, features] = xs.shape;
  const cleaned = values.slice();
  const factors = new Float32Array(byStep ? batch * time : batch).fill(1);
  for (let b = 0; b < batch; b++) {
    const [from, end] = [b * time * features, (b + 1) * time * features];
    const first = values.subarray(from, end).findIndex((value) => !Number.isFinite(value));
    if (first === -1) continue;
    const step = Math.floor(first / features);
    cleaned.fill(0, byStep ? from + step * features : from, end);
    if (byStep) factors.fill(NaN, b * time + step, (b + 1) * time);
    else factors[b] = NaN;
  }
  const passed = pass(tf.tensor3d(cleaned, xs.shape));
  const factor = tf.tensor(factors, byStep ? [batch, time] : [batch]);
  return { ...passed, output: tf.mul(passed.output, likeOutputs(factor, passed.output)) };
}

/** `values` `[batch]` or `[batch, time]` in a shape that goes with `outputs` `[batch, …]`. */
function likeOutputs(values: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.reshape(
    values,
    outputs.shape.map((_, axis) => values.shape[axis] ?? 1),
  );
}
