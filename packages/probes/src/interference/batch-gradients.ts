/** The gradient of the mean loss of a batch by differentiating one pass: for any cell and any parameter. */
import { parameter, tf } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { trainingForward, type TrainingPass } from './training-forward.ts';

/**
 * Gradients of the parameters `names` by name, each flat in the parameter's order; 0 where the loss does not reach.
 * Call inside a tidy.
 */
export function batchGradients(
  subject: ProbeSubject,
  names: readonly string[],
  pass: TrainingPass,
): Record<string, Float32Array> {
  const { parameters } = subject.model;
  const variables = names.map((name) => parameter(parameters, name));
  const gradients = variableGradients(
    () => subject.lossOf(trainingForward(subject, pass).outputs, pass.batch),
    // The loss always reaches the head.
    [...new Set([...variables, parameters['head.b']])],
  );
  return Object.fromEntries(names.map((name, i) => [name, gradients[i] as Float32Array]));
}

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
