/** How large the inputs of a task are. */
import type { Examples, TaskShape } from '@dsrnn/datasets';
import { cellFeatures } from './cell-features.ts';

/**
 * Root mean square of all that the recurrent part of a model reads of `examples`, in float64 and in order. A learned identity counts
 * as it begins, on average: the sum of its squares is 1, as that of the one-hot vector is.
 */
export function inputRms({ inputs, count }: Examples, shape: TaskShape): number {
  let squares = 0;
  for (const value of inputs) squares += value * value;
  return Math.sqrt(squares / (count * shape.time * cellFeatures(shape)));
}
