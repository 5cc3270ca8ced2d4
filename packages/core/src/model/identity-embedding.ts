/**
 * A learned vector for each identity, such as the task that a sequence is of, in place of its one-hot vector.
 *
 *   [x, 1_i]  →  [x, E_i]        E [count, size], a trained parameter
 *
 * Inputs are [batch, time, data features + count], with the one-hot vector last; the recurrent part reads
 * [batch, time, data features + size]. Init: E ~ N(0, 1/size), so that a row has length 1 in the mean square. Taking a row
 * of E is no multiplication and counts as no MACs.
 */
import type { Rng } from '@dsrnn/portable';
import { ShapeError } from '../errors.ts';
import { asParameters, normal, type ParametersOf } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';

/** Sizes of an embedding: so many identities, each a vector of so many numbers. Both at least 1. */
export interface IdentityEmbedding {
  readonly count: number;
  readonly size: number;
}

/** Name of E among the parameters of a model. */
export const embeddingName = 'identity.embedding';

/** E as a parameter record, from the stream `init/identity` of `rng`. Caller owns it. */
export function embeddingParameters(
  { count, size }: IdentityEmbedding,
  rng: Rng,
): ParametersOf<Record<typeof embeddingName, tf.Tensor2D>> {
  return asParameters({
    [embeddingName]: normal([count, size], 1 / Math.sqrt(size), rng.fork('init/identity')),
  });
}

/**
 * `xs` `[batch, time, data features + count]` with its last `count` features replaced by their product with `table`
 * `[count, size]`. Differentiable in both. Throws ShapeError for fewer than `count` features.
 */
export function embedIdentity(xs: tf.Tensor3D, table: tf.Tensor2D): tf.Tensor3D {
  const [batch, time, features] = xs.shape;
  const [count, size] = table.shape;
  const data = features - count;
  if (data < 0) {
    throw new ShapeError(
      'inputs of a model with an identity embedding',
      `[batch, time, data features + ${count}]`,
      xs.shape,
    );
  }
  const identities = tf.reshape<tf.Rank.R2>(tf.slice(xs, [0, 0, data], [batch, time, count]), [
    batch * time,
    count,
  ]);
  const embedded = tf.reshape<tf.Rank.R3>(tf.matMul(identities, table), [batch, time, size]);
  return tf.concat([tf.slice(xs, [0, 0, 0], [batch, time, data]), embedded], 2);
}
