/** The gradient of the mean loss of a batch by differentiating one pass: for any cell and any parameter. */
import { parameter } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { trainingForward, type TrainingPass } from './training-forward.ts';
import { variableGradients } from './variable-gradients.ts';

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
