/** Losses over model outputs, means over everything that is scored. */
import { activeKernels } from '../backends/engine.ts';
import { ShapeError } from '../errors.ts';
import { withGradient } from '../tensor/custom-gradient.ts';
import { tf } from '../tensor/tf.ts';

/**
 * Softmax cross-entropy in nats. `logits` `[n, classes]`, one label in 0 … classes − 1 a row; differentiable in the
 * logits: (softmax − oneHot)/n. Throws ShapeError if the labels are not n, RangeError for a label that is no class.
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: Int32Array): tf.Scalar {
  checkLabels(labels, ...logits.shape);
  return activeKernels() === null ? composed(logits, labels) : onKernels(logits, labels);
}

/** Throws ShapeError unless there is a label for each of `rows`, and RangeError for one that is no class. */
export function checkLabels(labels: Int32Array, rows: number, classes: number): void {
  if (labels.length !== rows) throw new ShapeError('labels', [rows], [labels.length]);
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong !== undefined) throw new RangeError(`label ${wrong} is not one of ${classes} classes`);
}

function composed(logits: tf.Tensor2D, labels: Int32Array): tf.Scalar {
  const [n, classes] = logits.shape;
  const oneHot = new Float32Array(n * classes);
  labels.forEach((label, row) => (oneHot[row * classes + label] = 1));
  return withGradient<tf.Scalar>([logits], () => {
    const wanted = tf.tensor2d(oneHot, [n, classes]);
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const exponentials = tf.exp(shifted);
    const total = tf.sum(exponentials, 1, true);
    const logProbabilities = tf.sub(shifted, tf.log(total));
    return {
      value: tf.mul(tf.sum(tf.mul(logProbabilities, wanted)), -1 / n),
      saved: [tf.div(exponentials, total), wanted],
      gradient: (dy, saved) => {
        const [probabilities, target] = saved as [tf.Tensor2D, tf.Tensor2D];
        return [tf.mul(tf.mul(tf.sub(probabilities, target), 1 / n), dy)];
      },
    };
  });
}

function onKernels(logits: tf.Tensor2D, labels: Int32Array): tf.Scalar {
  const kernels = activeKernels();
  if (kernels === null) throw new Error('the fused engine is not active');
  const [n, classes] = logits.shape;
  return withGradient<tf.Scalar>([logits], () => {
    const { arena } = kernels;
    const blocks = [arena.take(n * classes), arena.take<'labels'>(n), arena.take(n * classes)] as const;
    const [scores, wanted, gradient] = blocks;
    kernels.write(scores, logits.dataSync<'float32'>());
    kernels.writeIntegers(wanted, labels);
    const loss = kernels.run.softmaxCrossEntropy(n, classes, scores, wanted, gradient);
    const slope = tf.tensor2d(kernels.read(gradient, n * classes), [n, classes]);
    for (const block of blocks) arena.give(block);
    return {
      value: tf.scalar(loss),
      saved: [slope],
      gradient: (dy, saved) => [tf.mul(saved[0] as tf.Tensor2D, dy)],
    };
  });
}

/** Mean squared error over all entries of two tensors of one shape. */
export function meanSquaredError(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.square(tf.sub(outputs, targets)));
}
