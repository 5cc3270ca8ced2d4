/** A typed wrapper around `tf.customGrad`: an operation with a backward pass of our own. */
import { tf } from './tf.ts';

/** Result of a forward pass, what the backward pass needs of it, and the backward pass. */
export interface Differentiable<Out extends tf.Tensor> {
  readonly value: Out;
  readonly saved: readonly tf.Tensor[];
  /**
   * Gradients of the inputs, in their order, from the gradient of the value. `hold` makes a tensor last until the whole
   * backward pass ends, where everything else that is made here is freed at once.
   */
  readonly gradient: (dy: Out, saved: readonly tf.Tensor[], hold: (tensor: tf.Tensor) => void) => tf.Tensor[];
}

/** Runs `forward` off the tape and registers its gradient for `inputs`. Caller owns the result. */
export function withGradient<Out extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: () => Differentiable<Out>,
): Out {
  const op = tf.customGrad((...args) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const { value, saved, gradient } = forward();
    save([...saved]);
    // Without a tidy of its own tfjs would free what a gradient leaves behind only after the whole backward pass.
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] => {
      const held: tf.Tensor[] = [];
      // What a tidy returns lives on in the scope around it, here that of the backward pass.
      return tf.tidy(() => [gradient(dy as Out, kept, (tensor) => held.push(tensor)), held])[0]!;
    };
    return { value, gradFunc };
  });
  return op(...inputs);
}

/** Runs `work` off the tape: a constant to whatever reads it. Caller owns the result. */
export function withoutGradient<Out extends tf.Tensor>(work: () => Out): Out {
  return withGradient<Out>([tf.scalar(0)], () => ({
    value: work(),
    saved: [],
    gradient: () => [tf.scalar(0)],
  }));
}
