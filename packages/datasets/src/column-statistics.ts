/** Standardising the columns of a table by their means and deviations. */

/** Mean and population deviation of each column. */
export interface ColumnStatistics {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** Mean of each column of `[rows, columns]`. Sums are in float64, in the order of the rows: the same bits everywhere. */
export function columnMeans(values: ArrayLike<number>, columns: number): Float64Array {
  const means = new Float64Array(columns);
  const rows = values.length / columns;
  for (let start = 0; start < values.length; start += columns) {
    for (let k = 0; k < columns; k++) means[k]! += values[start + k]!;
  }
  return means.map((sum) => sum / rows);
}

/** Statistics of the columns of `[rows, columns]`, in two passes. */
export function columnStatistics(values: ArrayLike<number>, columns: number): ColumnStatistics {
  const means = columnMeans(values, columns);
  const squares = new Float64Array(columns);
  const rows = values.length / columns;
  for (let start = 0; start < values.length; start += columns) {
    for (let k = 0; k < columns; k++) {
      const difference = values[start + k]! - means[k]!;
      squares[k]! += difference * difference;
    }
  }
  return { means, deviations: squares.map((sum) => Math.sqrt(sum / rows)) };
}

/** Less the mean, over the deviation, in place. A column that never changes becomes zeros. */
export function standardiseColumns(
  values: Float32Array | Float64Array,
  { means, deviations }: ColumnStatistics,
): void {
  const columns = means.length;
  for (let start = 0; start < values.length; start += columns) {
    for (let k = 0; k < columns; k++) {
      const deviation = deviations[k]!;
      values[start + k] = deviation === 0 ? 0 : (values[start + k]! - means[k]!) / deviation;
    }
  }
}
