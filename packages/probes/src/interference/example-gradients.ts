/** Gradients of single examples by differentiating one pass an example: for any cell and any parameter. */
import { onReferenceEngine, tf } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { batchOf } from './balanced-examples.ts';
import { batchGradients } from './batch-gradients.ts';
import type { MaskRecorder } from './mask-history.ts';

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
  const { data, rng } = subject;
  const gradients: Record<string, Float32Array[]> = Object.fromEntries(names.map((name) => [name, []]));
  const pass = (index: number): void => {
    const batch = batchOf(data.test, [index], data.time * data.features);
    const noise = rng.fork(`noise/${index}`);
    const observe = recorder?.observe;
    const found = batchGradients(subject, names, {
      batch,
      noise,
      ...(observe === undefined ? {} : { observe }),
    });
    for (const [name, gradient] of Object.entries(found)) gradients[name]?.push(gradient);
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
