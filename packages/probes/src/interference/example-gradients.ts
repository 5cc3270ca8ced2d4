/** Gradients of single examples by differentiating one pass an example: for any cell and any parameter. */
import { onReferenceEngine, parameter, tf } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { batchOf } from './balanced-examples.ts';
import type { MaskRecorder } from './mask-history.ts';
import { trainingForward } from './training-forward.ts';

/** Gradients by parameter name and example, each flat in the parameter's order. */
export type ExampleGradients = Readonly<Record<string, readonly Float32Array[]>>;

/**
 * Gradients of the parameters `names` for the test examples at `indices`; 0 where the loss does not reach. With a
 * `recorder` the passes run on the reference engine and their masks are recorded, else on the active engine.
 */
export function exampleGradients(
  subject: ProbeSubject,
  names: readonly string[],
  indices: readonly number[],
  recorder: MaskRecorder | null = null,
): ExampleGradients {
  const { data, model, rng } = subject;
  const variables = names.map((name) => parameter(model.parameters, name));
  // The loss always reaches the head: tfjs refuses a loss that reaches none of the variables.
  const differentiated = [...new Set([...variables, parameter(model.parameters, 'head.b')])];
  const gradients: Record<string, Float32Array[]> = Object.fromEntries(names.map((name) => [name, []]));
  const pass = (index: number): void => {
    const batch = batchOf(data.test, [index], data.time * data.features);
    const noise = rng.fork(`noise/${String(index)}`);
    const { grads } = tf.variableGrads(() => {
      const observe = recorder?.observe;
      const { outputs } = trainingForward(subject, {
        batch,
        noise,
        ...(observe === undefined ? {} : { observe }),
      });
      return subject.lossOf(outputs, batch);
    }, differentiated);
    names.forEach((name, i) => {
      const variable = variables[i] as tf.Variable;
      const gradient: tf.Tensor | null | undefined = grads[variable.name];
      gradients[name]?.push(
        gradient == null ? new Float32Array(variable.size) : gradient.dataSync<'float32'>().slice(),
      );
    });
    recorder?.endPass(1);
  };
  for (const index of indices) {
    tf.tidy(() => {
      if (recorder === null) pass(index);
      else onReferenceEngine(() => pass(index));
    });
  }
  return gradients;
}
