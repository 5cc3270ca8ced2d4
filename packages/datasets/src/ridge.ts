/**
 * Ridge regression in float64: what a linear model of the inputs can do.
 *
 *   minimise  (1/N) Σ_i |y_i − W' x_i − b|² + penalty |W|²
 *
 * The intercept b is not penalised: inputs and targets are centred, and (X'X/N + penalty I) W = X'Y/N is solved by
 * Cholesky's decomposition. Sums run in the order of the rows, so the result has the same bits everywhere.
 */
import { choleskyFactor, choleskySolve } from '@dsrnn/portable';
import { columnMeans } from './column-statistics.ts';
import { DatasetError } from './errors.ts';

/** A linear map with intercept: `weights` `[inputs, outputs]`, `intercept` `[outputs]`. */
export interface LinearModel {
  readonly weights: Float64Array;
  readonly intercept: Float64Array;
}

/**
 * Fits `targets` `[count, outputs]` from `rows` `[count, inputs]`, once for each penalty > 0, in units of the inputs'
 * variance; the models are in the order of the penalties. Throws DatasetError if the numbers are not finite.
 */
export function fitRidge(
  rows: ArrayLike<number>,
  targets: ArrayLike<number>,
  count: number,
  penalties: readonly number[],
): readonly LinearModel[] {
  const inputs = rows.length / count;
  const outputs = targets.length / count;
  const rowMeans = columnMeans(rows, inputs);
  const targetMeans = columnMeans(targets, outputs);

  const gram = new Float64Array(inputs * inputs); // lower triangle
  const moments = new Float64Array(inputs * outputs);
  const row = new Float64Array(inputs);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < inputs; k++) row[k] = rows[i * inputs + k]! - rowMeans[k]!;
    for (let k = 0; k < inputs; k++) {
      const value = row[k]! / count;
      for (let l = 0; l <= k; l++) gram[k * inputs + l]! += value * row[l]!;
      for (let j = 0; j < outputs; j++) {
        moments[k * outputs + j]! += value * (targets[i * outputs + j]! - targetMeans[j]!);
      }
    }
  }

  return penalties.map((penalty) => {
    const penalised = gram.slice();
    for (let k = 0; k < inputs; k++) penalised[k * inputs + k]! += penalty;
    const weights = solve(penalised, moments, inputs);
    const intercept = targetMeans.slice();
    for (let k = 0; k < inputs; k++) {
      for (let j = 0; j < outputs; j++) intercept[j]! -= rowMeans[k]! * weights[k * outputs + j]!;
    }
    return { weights, intercept };
  });
}

/** Predictions `[count, outputs]` of a linear model for `rows` `[count, inputs]`. */
export function applyLinear({ weights, intercept }: LinearModel, rows: ArrayLike<number>): Float64Array {
  const outputs = intercept.length;
  const inputs = weights.length / outputs;
  const predictions = new Float64Array((rows.length / inputs) * outputs);
  for (let p = 0; p < predictions.length; p++) {
    const start = Math.floor(p / outputs) * inputs;
    const j = p % outputs;
    let sum = intercept[j]!;
    for (let k = 0; k < inputs; k++) sum += rows[start + k]! * weights[k * outputs + j]!;
    predictions[p] = sum;
  }
  return predictions;
}

/** The weights `[inputs, outputs]` of `gram` W = `moments`. Throws DatasetError if `gram` is not positive definite. */
function solve(gram: Float64Array, moments: Float64Array, inputs: number): Float64Array {
  const weights = moments.slice();
  try {
    choleskySolve(choleskyFactor(gram, inputs), inputs, weights);
  } catch (cause) {
    const advice = 'use finite inputs, targets and a penalty above 0';
    throw new DatasetError('ridge regression', `the matrix is not positive definite; ${advice}`, { cause });
  }
  return weights;
}
