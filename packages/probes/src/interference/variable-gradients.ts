/** The gradients of a loss by variables that it need not all reach. */
import { tf } from '@dsrnn/core';

/**
 * Gradients of `loss` by the `variables`, each flat in the variable's order; 0 where the loss does not reach. tfjs refuses
 * a loss that reaches none of them. Call inside a tidy.
 */
export function variableGradients(loss: () => tf.Scalar, variables: readonly tf.Variable[]): Float32Array[] {
  const { grads } = tf.variableGrads(loss, [...variables]);
  return variables.map((variable) => {
    const gradient: tf.Tensor | null | undefined = grads[variable.name];
    return gradient == null ? new Float32Array(variable.size) : gradient.dataSync<'float32'>().slice();
  });
}
