/**
 * Ridge regression in float64: what a linear model of the inputs can do.
 *
 *   minimise  (1/N) Σ_i |y_i − W' x_i − b|² + penalty |W|²
 *
 * The intercept b is not penalised: inputs and targets are centred, and (X'X/N + penalty I) W = X'Y/N is solved by
 * Cholesky's decomposition. Sums run in the order of the rows, so the result has the same bits everywhere.
 */
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
    const weights = solvePositiveDefinite(penalised, moments, inputs);
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

/**
 * The solution X `[size, columns]` of A X = B for a symmetric positive definite A `[size, size]`, of which only the
 * lower triangle is read, and B `[size, columns]`. Throws DatasetError if A is not positive definite.
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size); // A = L L', L lower triangular
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * size + k]! * factor[j * size + k]!;
      if (i === j && !(rest > 0)) {
        const advice = 'use finite inputs, targets and a penalty above 0';
        throw new DatasetError('ridge regression', `the matrix is not positive definite; ${advice}`);
      }
      factor[i * size + j] = i === j ? Math.sqrt(rest) : rest / factor[j * size + j]!;
    }
  }
  const columns = b.length / size;
  const x = b.slice();
  for (let column = 0; column < columns; column++) {
    for (let i = 0; i < size; i++) {
      let rest = x[i * columns + column]!;
      for (let k = 0; k < i; k++) rest -= factor[i * size + k]! * x[k * columns + column]!;
      x[i * columns + column] = rest / factor[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let rest = x[i * columns + column]!;
      for (let k = i + 1; k < size; k++) rest -= factor[k * size + i]! * x[k * columns + column]!;
      x[i * columns + column] = rest / factor[i * size + i]!;
    }
  }
  return x;
}
