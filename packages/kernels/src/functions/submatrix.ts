import type { Floats, Indices, None } from '../arena/pointer.ts';

/** Sub-matrices by lists of rows and columns, none: the first ones; see assembly/submatrix.ts. */
export interface SubmatrixFunctions {
  /** to `[rows, columns]` = the listed entries of `from`, whose rows are `stride` numbers apart. */
  takeSubmatrix(
    rows: number,
    rowList: Indices | None,
    columns: number,
    colList: Indices | None,
    from: Floats,
    stride: number,
    to: Floats,
  ): void;
  /** Adds from `[rows, columns]` to the listed entries of `to`, whose rows are `stride` numbers apart. */
  addSubmatrix(
    rows: number,
    rowList: Indices | None,
    columns: number,
    colList: Indices | None,
    from: Floats,
    to: Floats,
    stride: number,
  ): void;
}
