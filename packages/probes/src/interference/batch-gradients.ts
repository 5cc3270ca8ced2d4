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
  // The loss always reaches the head: tfjs refuses a loss that reaches none of the variables.
  const differentiated = [...new Set([...variables, parameter(parameters, 'head.b')])];
  const { grads } = tf.variableGrads(
    () => subject.lossOf(trainingForward(subject, pass).outputs, pass.batch),
    differentiated,
  );
  return Object.fromEntries(
    names.map((name, i) => {
      const variable = variables[i] as tf.Variable;
      const gradient: tf.Tensor | null | undefined = grads[variable.name];
      return [
        name,
        gradient == null ? new Float32Array(variable.size) : gradient.dataSync<'float32'>().slice(),
      ];
    }),
  );
}
