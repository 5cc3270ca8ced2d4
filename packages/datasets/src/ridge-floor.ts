/**
 * Scores of ridge regression on the flattened inputs: what a linear model without recurrence does. The penalty is the
 * one that is best on the validation split, the first of those that tie.
 */
import type { Examples, Floor } from './dataset.ts';
import { applyLinear, fitRidge } from './ridge.ts';
import type { LinearModel } from './ridge.ts';
import { meanSquaredError } from './value-floors.ts';

/**
 * Mean squared error on the test split of ridge regression from the inputs, flattened to time · features numbers, to
 * the targets `[count, size]`. `penalties` > 0 in units of the inputs' variance.
 */
export function ridgeErrorFloor(
  train: Examples,
  validation: Examples,
  test: Examples,
  penalties: readonly number[],
): Floor {
  const models = fitRidge(train.inputs, train.targets, train.count, penalties);
  const error = (model: LinearModel, { inputs, targets }: Examples) =>
    meanSquaredError(applyLinear(model, inputs), targets);
  const best = lowest(models.map((model) => error(model, validation)));
  return {
    name: 'ridge regression',
    score: error(models[best]!, test),
    note: `linear in the flattened inputs, penalty ${penalties[best]}`,
  };
}

/**
 * Test accuracy of a ridge classifier: ridge regression from the flattened inputs to the one-hot classes, the largest
 * output wins. Ties go to the lower class. Targets are class indices `[count]`; `penalties` as above.
 */
export function ridgeClassFloor(
  train: Examples,
  validation: Examples,
  test: Examples,
  classes: number,
  penalties: readonly number[],
): Floor {
  const oneHot = new Float64Array(train.count * classes);
  train.targets.forEach((label, i) => (oneHot[i * classes + label] = 1));
  const models = fitRidge(train.inputs, oneHot, train.count, penalties);
  const best = lowest(models.map((model) => -accuracy(model, validation, classes)));
  return {
    name: 'ridge classifier',
    score: accuracy(models[best]!, test, classes),
    note: `linear in the flattened inputs: ridge regression to one-hot classes, penalty ${penalties[best]}`,
  };
}

function accuracy(model: LinearModel, { count, inputs, targets }: Examples, classes: number): number {
  const outputs = applyLinear(model, inputs);
  let correct = 0;
  for (let i = 0; i < count; i++) {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === targets[i]) correct += 1;
  }
  return correct / count;
}

function lowest(values: readonly number[]): number {
  return values.indexOf(Math.min(...values));
}
