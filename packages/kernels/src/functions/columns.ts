/** Gradients of masked columns, see assembly/columns.ts. */
export interface ColumnFunctions {
  /**
   * Spreads the gradients `du` `[batch, stride]` of read columns: inputs give dMaskX = x·du, units add maskH·du to dState
   * and h·du to dMaskH (either may be 0: not wanted). `list` 0: all columns, `stride` = features + units.
   */
  spreadColumns(
    batch: number,
    features: number,
    units: number,
    list: number,
    counts: number,
    stride: number,
    du: number,
    x: number,
    h: number,
    maskH: number,
    dState: number,
    dMaskX: number,
    dMaskH: number,
  ): void;
  /** out[b][list[b][j]] += values[b][j] for the listed entries of each sample; out `[batch, n]`. */
  scatterAdd(
    batch: number,
    n: number,
    list: number,
    counts: number,
    stride: number,
    values: number,
    out: number,
  ): void;
}
