/** Losses over model outputs, means over everything that is scored. */
import { withGradient } from './custom-gradient.ts';
import { tf } from './tf.ts';

/**
 * Softmax cross-entropy in nats. `logits` `[n, classes]`, `oneHot` `[n, classes]`; differentiable in the logits:
 * (softmax − oneHot)/n.
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  const n = logits.shape[0];
  return withGradient<tf.Scalar>([logits], () => {
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const exponentials = tf.exp(shifted);
    const total = tf.sum(exponentials, 1, true);
    const logProbabilities = tf.sub(shifted, tf.log(total));
    return {
      value: tf.mul(tf.sum(tf.mul(logProbabilities, oneHot)), -1 / n),
      saved: [tf.div(exponentials, total), oneHot],
      gradient: (dy, saved) => {
        const [probabilities, labels] = saved as [tf.Tensor2D, tf.Tensor2D];
        return [tf.mul(tf.mul(tf.sub(probabilities, labels), 1 / n), dy)];
      },
    };
  });
}

/** Mean squared error over all entries of two tensors of one shape. */
export function meanSquaredError(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.square(tf.sub(outputs, targets)));
}
