/** A table of numbers, one row per example: what the statistics of masks are computed on. */

/** `values` is `[rows, columns]`, row-major. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A table from equally long rows. Throws RangeError if they are not. */
export function tableOf(rows: readonly ArrayLike<number>[]): Table {
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns)
      throw new RangeError(`row ${i}: expected ${columns} numbers, got ${row.length}`);
    values.set(Float64Array.from(row), i * columns);
  });
  return { rows: rows.length, columns, values };
}

/** Row `i`; a view, not a copy. */
export function rowOf({ columns, values }: Table, i: number): Float64Array {
  return values.subarray(i * columns, (i + 1) * columns);
}

/** The first `count` rows, or all where there are fewer; a view. */
export function firstRows({ rows, columns, values }: Table, count: number): Table {
  const kept = Math.min(rows, count);
  return { rows: kept, columns, values: values.subarray(0, kept * columns) };
}

/** Rows `[a, b]`: the columns of two tables side by side. Throws RangeError if they differ in rows. */
export function besides(a: Table, b: Table): Table {
  if (a.rows !== b.rows)
    throw new RangeError(`tables side by side: expected ${a.rows} rows twice, got ${b.rows}`);
  const columns = a.columns + b.columns;
  const values = new Float64Array(a.rows * columns);
  for (let i = 0; i < a.rows; i++) {
    values.set(rowOf(a, i), i * columns);
    values.set(rowOf(b, i), i * columns + a.columns);
  }
  return { rows: a.rows, columns, values };
}

/** Mean of every column; all 0 for a table without rows. */
export function columnMeans(table: Table): Float64Array {
  const means = new Float64Array(table.columns);
  for (let i = 0; i < table.rows; i++) {
    const row = rowOf(table, i);
    for (let j = 0; j < means.length; j++) means[j]! += row[j]!;
  }
  for (let j = 0; j < means.length && table.rows > 0; j++) means[j]! /= table.rows;
  return means;
}
