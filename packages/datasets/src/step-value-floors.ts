/** Mean squared errors that a forecast reaches without memory, for targets of kind value-per-step. */
import type { Examples, Floor } from './dataset.ts';
import { applyLinear, fitRidge } from './ridge.ts';
import { meanSquaredError, trainingMeanFloor } from './value-floors.ts';

/** In units of the inputs' variance: enough for inputs that never change, too little to bias the others. */
const PENALTY = 1e-6;

/** Always the mean training target over all examples and steps, one mean for each value of a target. */
export function stepMeanFloor(train: Examples, test: Examples, time: number): Floor {
  const steps = (examples: Examples): Examples => ({ ...examples, count: examples.count * time });
  return trainingMeanFloor(steps(train), steps(test), test.count);
}

/** The present values as the forecast of the next. Inputs and targets must be the same quantities. */
export function persistenceFloor(test: Examples): Floor {
  return {
    name: 'persistence',
    score: meanSquaredError(test.inputs, test.targets),
    note: 'the next values are forecast to be the present ones',
  };
}

/** Least squares from the inputs of a step to its targets, the same at each of the `time` steps. */
export function linearStepFloor(train: Examples, test: Examples, time: number): Floor {
  const [model] = fitRidge(train.inputs, train.targets, train.count * time, [PENALTY]);
  return {
    name: 'linear',
    score: meanSquaredError(applyLinear(model!, test.inputs), test.targets),
    note: 'linear in the inputs of the same step, fitted by least squares on the training split',
  };
}
