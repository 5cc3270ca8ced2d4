/** Scores to beat of a family: each is the mean over its tasks of an error in units of the task's own variance. */
import type { Examples, Floor } from '../dataset.ts';
import { rootOfSquares, squaredErrorError } from '../guess-error.ts';
import type { PartShape } from '../parts/assemble.ts';
import { ridgeErrorFloor } from '../ridge-floor.ts';
import { applyLinear, fitRidge } from '../ridge.ts';
import { meanSquaredError } from '../value-floors.ts';
import type { FamilyPart } from './family-part.ts';

/** Penalties that the linear floor of windows tries. */
const RIDGE_PENALTIES = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
/** Steps that the linear floor of a target at every step sees. */
export const FLOOR_STEPS = 8;
/** In units of the inputs' variance: enough for inputs that never change, too little to bias the others. */
const STEP_PENALTY = 1e-6;
const MEAN_OVER_TASKS = 'mean over the tasks of the error over the variance of the training targets';

/** All floors of a family; `persistence` says what the parts' own forecasts are. */
export function familyFloors(
  parts: readonly FamilyPart[],
  { time, target }: PartShape,
  persistence: string,
): readonly Floor[] {
  return [
    taskMeanFloor(parts),
    ...taskPersistenceFloors(parts, persistence),
    target.kind === 'value' ? taskRidgeFloor(parts) : taskStepFloor(parts, time),
  ];
}

/** Always the mean of the task's training targets, which is 0 after standardising. */
export function taskMeanFloor(parts: readonly FamilyPart[]): Floor {
  const how = 'always the mean of the training targets of the task';
  const zeros = ({ targets }: Examples): Float64Array => new Float64Array(targets.length);
  const errors = parts.map(({ test }) => squaredErrorError(zeros(test), test.targets, test.count));
  return {
    ...meanOver(parts, 'training mean', how, ({ test }) => meanSquaredError(zeros(test), test.targets)),
    guess: { standardError: rootOfSquares(errors) / parts.length },
  };
}

/** The parts' own forecasts without a model; no floor unless all have one. `how` says what they are. */
export function taskPersistenceFloors(parts: readonly FamilyPart[], how: string): readonly Floor[] {
  if (parts.some(({ persistence }) => persistence === undefined)) return [];
  return [
    meanOver(parts, 'persistence', how, ({ persistence, test }) =>
      meanSquaredError(persistence!, test.targets),
    ),
  ];
}

/** A ridge regression a task from its flattened inputs, for targets of kind value. */
export function taskRidgeFloor(parts: readonly FamilyPart[]): Floor {
  const how = 'one linear model a task, of its flattened inputs; penalties chosen on the validation split';
  return meanOver(
    parts,
    'ridge regression',
    how,
    ({ train, validation, test }) => ridgeErrorFloor(train, validation, test, RIDGE_PENALTIES).score,
  );
}

/** Least squares a task from the inputs of a step and the `FLOOR_STEPS` − 1 before it, for value-per-step. */
export function taskStepFloor(parts: readonly FamilyPart[], time: number): Floor {
  const how = `one linear model a task, of the inputs of the last ${FLOOR_STEPS} steps, fitted by least squares`;
  return meanOver(parts, 'linear', how, ({ train, test }) => {
    const rows = recentSteps(train, time);
    const [model] = fitRidge(rows, train.targets, train.count * time, [STEP_PENALTY]);
    return meanSquaredError(applyLinear(model!, recentSteps(test, time)), test.targets);
  });
}

function meanOver(
  parts: readonly FamilyPart[],
  name: string,
  how: string,
  error: (part: FamilyPart) => number,
): Floor {
  const score = parts.reduce((sum, part) => sum + error(part), 0) / parts.length;
  return { name, score, note: `${how}; ${MEAN_OVER_TASKS}` };
}

/** For each step its inputs and those of the steps before it, 0 before the first: `[count · time, steps · features]`. */
function recentSteps({ count, inputs }: Examples, time: number): Float32Array {
  const features = inputs.length / (count * time);
  const steps = Math.min(FLOOR_STEPS, time);
  const rows = new Float32Array(inputs.length * steps);
  for (let step = 0; step < count * time; step++) {
    const seen = Math.min(steps, (step % time) + 1);
    const recent = inputs.subarray((step + 1 - seen) * features, (step + 1) * features);
    rows.set(recent, ((step + 1) * steps - seen) * features);
  }
  return rows;
}
