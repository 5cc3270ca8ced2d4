/**
 * Diagonal of the empirical Fisher information: the mean, over examples of the data, of the squared gradient of one
 * example's loss.
 *
 *   F_i = 1/n sum_e (d loss_e / d theta_i)²
 *
 * "Empirical": the targets are those of the data, not drawn from the model, as in most published code of EWC. For
 * classes, the loss is the negative log-likelihood of a sequence (its mean over the steps, where each step has a class);
 * for values, the mean squared error is that of a Gaussian up to a factor. Gradients of single examples are needed
 * because the square of a mean is not the mean of squares; so this costs one pass an example.
 */
import { selectExamples, type Examples } from '@dsrnn/datasets';
import type { Learner } from '../strategy.ts';

/** The diagonal over the examples at these indices, at the present parameters of the learner. */
export async function fisherDiagonal(
  learner: Learner,
  examples: Examples,
  indices: ArrayLike<number>,
  parameters: number,
): Promise<Float64Array> {
  const diagonal = new Float64Array(parameters);
  for (let n = 0; n < indices.length; n++) {
    const batch = selectExamples(examples, [indices[n]!]);
    const { values } = await learner.gradient([{ batch, weight: 1, loss: { kind: 'task' } }]);
    values.forEach((value, i) => (diagonal[i]! += (value * value) / indices.length));
  }
  return diagonal;
}
