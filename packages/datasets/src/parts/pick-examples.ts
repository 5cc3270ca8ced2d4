import type { Examples } from '../dataset.ts';

/** Copies of the chosen examples, in the order of `indices`. Targets are one a sequence; `parts` are left out. */
export function pickExamples(examples: Examples, indices: ArrayLike<number>): Examples {
  const count = indices.length;
  const size = examples.inputs.length / examples.count;
  const inputs = new Float32Array(count * size);
  const targets = examples.targets.slice(0, count);
  for (let i = 0; i < count; i++) {
    const from = indices[i]!;
    inputs.set(examples.inputs.subarray(from * size, (from + 1) * size), i * size);
    targets[i] = examples.targets[from]!;
  }
  return { count, inputs, targets };
}
