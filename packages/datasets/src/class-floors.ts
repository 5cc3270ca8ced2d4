/** Scores that a classifier without recurrence reaches: what a recurrent model must beat. */
import type { Examples, Floor } from './dataset.ts';
import { shareError } from './guess-error.ts';

/** Accuracy of always answering the most frequent class of the test split. Targets are class indices `[count]`. */
export function majorityClassFloor(test: Examples): Floor {
  const counts = new Map<number, number>();
  for (const label of test.targets) counts.set(label, (counts.get(label) ?? 0) + 1);
  const score = Math.max(...counts.values()) / test.count;
  return {
    name: 'majority class',
    score,
    note: 'always the most frequent class of the test split',
    guess: { standardError: shareError(score, test.count) },
  };
}

/** Rows of numbers `[count, size]` and their class indices `[count]`. */
export interface LabelledRows {
  readonly count: number;
  readonly inputs: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
}

/** Test accuracy of the nearest class mean, on the inputs flattened to time · features numbers. */
export function nearestClassMeanFloor(train: Examples, test: Examples, classes: number): Floor {
  return {
    name: 'nearest class mean',
    score: nearestClassMeanAccuracy(train, test, classes),
    note: 'linear, on the flattened inputs: the class whose mean training input is closest',
  };
}

/**
 * Share of the test rows whose nearest class mean is theirs: the linear classifier that picks the class whose mean training
 * row is closest in Euclidean distance. Sums are in float64, in order. Ties go to the lower class. Classes without a
 * training row are never picked.
 */
export function nearestClassMeanAccuracy(train: LabelledRows, test: LabelledRows, classes: number): number {
  const size = train.inputs.length / train.count;
  const means = new Float64Array(classes * size);
  const counts = new Float64Array(classes);
  for (let i = 0; i < train.count; i++) {
    const label = train.targets[i]!;
    counts[label]! += 1;
    for (let k = 0; k < size; k++) means[label * size + k]! += train.inputs[i * size + k]!;
  }
  for (let k = 0; k < means.length; k++) means[k]! /= counts[Math.floor(k / size)]! || 1;

  let correct = 0;
  for (let i = 0; i < test.count; i++) {
    let best = -1;
    let bestDistance = Infinity;
    for (let label = 0; label < classes; label++) {
      if (counts[label] === 0) continue;
      let distance = 0;
      for (let k = 0; k < size; k++) {
        const difference = test.inputs[i * size + k]! - means[label * size + k]!;
        distance += difference * difference;
      }
      if (distance < bestDistance) {
        best = label;
        bestDistance = distance;
      }
    }
    if (best === test.targets[i]) correct += 1;
  }
  return correct / test.count;
}
