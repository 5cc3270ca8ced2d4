/**
 * How the products of lanes.ts walk rows and columns. `listed` is a literal at every call, so that the loops over all rows
 * and over listed rows are compiled apart; `rows` is then the list's address, or 0.
 */

/** Where a walk over n rows from `rows` on ends. */
@inline
export function lastRow(listed: bool, n: i32, rows: usize): usize {
  return listed ? rows + (<usize>n << 2) : <usize>n << 4;
}

/** Offset of the row at a place of the walk: its index times 16. */
@inline
export function rowOffset(listed: bool, at: usize): usize {
  return listed ? <usize>i32.load(at) << 4 : at;
}

/** Index of the j-th active column; `cols` 0: all are. */
@inline
export function columnOf(cols: usize, j: i32): usize {
  return cols ? <usize>i32.load(cols + (<usize>j << 2)) : <usize>j;
}

/** The j-th value, on four lanes. */
@inline
export function valueOf(values: usize, j: i32): v128 {
  return v128.load32_splat(values + (<usize>j << 2));
}

/** Product of the vector at an address. */
@inline
export function term(w: usize, x: v128): v128 {
  return f32x4.mul(v128.load(w), x);
}
