/** Which examples are compared: as many of each class as there are, in the order of the split. */
import type { Dataset, Examples } from '@dsrnn/datasets';
import { ProbeError } from '../errors.ts';

/** Examples to compare, and their classes, both in the same order. */
export interface ChosenExamples {
  /** Positions in the split. */
  readonly indices: readonly number[];
  readonly labels: readonly number[];
}

/**
 * Chooses `count` examples of the test split: the first of each class, the second of each class, and so on; a class that
 * runs out leaves its places to the others. Throws ProbeError for a task without classes, a split of one class, or one
 * with fewer examples.
 */
export function balancedExamples({ target, test }: Dataset, count: number): ChosenExamples {
  if (target.kind !== 'class') {
    throw new ProbeError(
      `probe interference: compares gradients between classes, but the target of the task is "${target.kind}"; ` +
        'use a task whose target is "class"',
    );
  }
  const byClass = Array.from({ length: target.classes }, (): number[] => []);
  for (let i = 0; i < test.count; i++) byClass[test.targets[i] as number]?.push(i);
  const present = byClass.filter((members) => members.length > 0).length;
  if (present < 2) {
    throw new ProbeError(
      `probe interference: needs examples of two classes or more, but the test split holds ${present}; ` +
        'use a task or a split with more',
    );
  }
  if (test.count < count) {
    throw new ProbeError(
      `probe interference: examples is ${count}, but the test split holds ${test.count}; ask for at most that`,
    );
  }
  const indices: number[] = [];
  for (let round = 0; indices.length < count; round++) {
    for (const members of byClass) {
      const index = members[round];
      if (index !== undefined && indices.length < count) indices.push(index);
    }
  }
  return { indices, labels: indices.map((index) => test.targets[index] as number) };
}

/** A batch of the examples at `indices`, inputs of `size` = time · features numbers each; targets of any kind. */
export function batchOf(split: Examples, indices: readonly number[], size: number): Examples {
  const ofEach = split.targets.length / split.count;
  const inputs = new Float32Array(indices.length * size);
  const targets = split.targets.slice(0, indices.length * ofEach);
  indices.forEach((index, row) => {
    inputs.set(split.inputs.subarray(index * size, (index + 1) * size), row * size);
    targets.set(split.targets.subarray(index * ofEach, (index + 1) * ofEach), row * ofEach);
  });
  const { parts } = split;
  const chosen =
    parts === undefined ? {} : { parts: Int32Array.from(indices, (index) => parts[index] as number) };
  return { count: indices.length, inputs, targets, ...chosen };
}
