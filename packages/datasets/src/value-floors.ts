/** Scores that need no model, where the targets are numbers. */
import type { Examples, Floor } from './dataset.ts';
import { squaredErrorError } from './guess-error.ts';

/** Mean squared difference of two arrays of the same length, in float64. */
export function meanSquaredError(predictions: ArrayLike<number>, targets: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const difference = predictions[i]! - targets[i]!;
    sum += difference * difference;
  }
  return sum / targets.length;
}

/**
 * Mean squared error on the test split of always answering the mean of the training targets `[count, size]`. `sequences`
 * of the test split, of equal length, are independent; its rows are where nothing is said.
 */
export function trainingMeanFloor(train: Examples, test: Examples, sequences = test.count): Floor {
  const size = train.targets.length / train.count;
  const means = new Float64Array(size);
  train.targets.forEach((target, i) => (means[i % size]! += target / train.count));
  const predictions = Float64Array.from(test.targets, (_, i) => means[i % size]!);
  return {
    name: 'training mean',
    score: meanSquaredError(predictions, test.targets),
    note: 'always the mean of the training targets',
    guess: { standardError: squaredErrorError(predictions, test.targets, sequences) },
  };
}
