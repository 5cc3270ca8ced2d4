/** The gradient of each part of a task: that of the mean loss of its examples, as in training at the present parameters. */
import { tf } from '@dsrnn/core';
import type { Examples } from '@dsrnn/datasets';
import { batchGradients } from '../interference/batch-gradients.ts';
import { batchOf } from '../interference/balanced-examples.ts';
import type { ExampleGradients } from '../interference/example-gradients.ts';
import { withoutHeldWeights } from '../interference/held-weights.ts';
import type { ProbeSubject } from '../probe.ts';

/** Steps of all sequences of a pass together: bounds the memory that its intermediate values take. */
const PASS_STEPS = 16_384;

/**
 * Gradients of the parameters `names`, by name and part, of the first `count` of `parts`: those that training would apply,
 * hence without a method's penalties, and 0 where a method holds a weight at 0. Noise and random masks come from the
 * stream `noise/<part>/<pass>` of the probe: the same at every call.
 */
export function partGradients(
  subject: ProbeSubject,
  names: readonly string[],
  parts: readonly Examples[],
  count: number,
): ExampleGradients {
  const ofParts = parts
    .slice(0, count)
    .map((examples, part) => meanGradients(subject, names, examples, part));
  return withoutHeldWeights(
    subject.model,
    Object.fromEntries(names.map((name) => [name, ofParts.map((gradients) => gradients[name]!)])),
  );
}

function meanGradients(
  subject: ProbeSubject,
  names: readonly string[],
  examples: Examples,
  part: number,
): Record<string, Float32Array> {
  const { data, rng } = subject;
  const perPass = Math.max(1, Math.floor(PASS_STEPS / data.time));
  const totals: Record<string, Float64Array> = {};
  for (let from = 0, pass = 0; from < examples.count; from += perPass, pass++) {
    const size = Math.min(perPass, examples.count - from);
    const indices = Array.from({ length: size }, (_, i) => from + i);
    const batch = batchOf(examples, indices, data.time * data.features);
    const noise = rng.fork(`noise/${part}/${pass}`);
    const gradients = tf.tidy(() => batchGradients(subject, names, { batch, noise }));
    for (const [name, gradient] of Object.entries(gradients)) {
      const total = (totals[name] ??= new Float64Array(gradient.length));
      // The mean of a pass counts as often as it has examples.
      for (let i = 0; i < total.length; i++) total[i]! += gradient[i]! * size;
    }
  }
  return Object.fromEntries(
    Object.entries(totals).map(([name, total]) => [
      name,
      Float32Array.from(total, (value) => value / examples.count),
    ]),
  );
}
