import type { Counts, Floats, Indices, None } from '../arena/pointer.ts';

/** Gradients of masked columns, see assembly/columns.ts. */
export interface ColumnFunctions {
  /**
   * Spreads the gradients `du` `[batch, stride]` of read columns: inputs give dMaskX = x·du, units add maskH·du to dState
   * and h·du to dMaskH (either may be none: not wanted). No list: all columns, `stride` = features + units.
   */
  spreadColumns(
    batch: number,
    features: number,
    units: number,
    list: Indices | None,
    counts: Counts | None,
    stride: number,
    du: Floats,
    x: Floats,
    h: Floats,
    maskH: Floats,
    dState: Floats,
    dMaskX: Floats | None,
    dMaskH: Floats | None,
  ): void;
  /** out[b][list[b][j]] += values[b][j] for the listed entries of each sample; out `[batch, n]`. */
  scatterAdd(
    batch: number,
    n: number,
    list: Indices,
    counts: Counts,
    stride: number,
    values: Floats,
    out: Floats,
  ): void;
}
