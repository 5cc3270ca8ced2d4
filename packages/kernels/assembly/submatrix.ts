/** Sub-matrices: the rows and columns of a matrix that a list names, copied out and added back. */
import { bytes } from './copy';

/**
 * to [rows][columns] = from[rowList[i]][colList[j]], of a matrix whose rows are `stride` numbers apart. No list (0): the
 * first rows, the first columns.
 */
export function takeSubmatrix(
  rows: i32, rowList: usize, columns: i32, colList: usize, from: usize, stride: i32, to: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const row = from + bytes(rowList ? load<i32>(rowList + bytes(i)) : i) * <usize>stride;
    if (!colList) {
      memory.copy(to, row, bytes(columns));
      to += bytes(columns);
      continue;
    }
    const end = colList + bytes(columns);
    for (let at = colList; at < end; at += 4, to += 4) {
      store<f32>(to, load<f32>(row + bytes(load<i32>(at))));
    }
  }
}

/** The other way round: to[rowList[i]][colList[j]] += from [rows][columns]. */
export function addSubmatrix(
  rows: i32, rowList: usize, columns: i32, colList: usize, from: usize, to: usize, stride: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const row = to + bytes(rowList ? load<i32>(rowList + bytes(i)) : i) * <usize>stride;
    for (let j = 0; j < columns; j++, from += 4) {
      const entry = row + bytes(colList ? load<i32>(colList + bytes(j)) : j);
      store<f32>(entry, load<f32>(entry) + load<f32>(from));
    }
  }
}
