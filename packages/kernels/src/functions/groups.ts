import type { Counts, Entries, Floats, Indices, None, Panels, Scratch, Starts } from '../arena/pointer.ts';

/**
 * Products over active groups of units, see assembly/groups.ts. groupSize is a multiple of 8, gates 3 or 4.
 *
 * Weights lie in panels of 8 units, `[panels][columns][gates][8]`, groupSize / 8 panels a group; what belongs to active
 * groups in the order of the lists of `listGroups`: pre-activations `[batch][slots][groupSize / 8][gates][8]`. `starts` and
 * `entries` are lists turned around by `invertGroups`. What is not listed is neither read nor written.
 */
export interface GroupFunctions {
  /**
   * Gate-major w [columns][gates * units] to panels [panels][padded][gates][8]; columns from `columns` to `padded` and units
   * behind the last become 0.
   */
  packGroups(
    columns: number,
    padded: number,
    units: number,
    gates: number,
    groupSize: number,
    w: Floats,
    out: Panels,
  ): void;
  /** The way back, without what was padded. */
  unpackGroups(
    columns: number,
    padded: number,
    units: number,
    gates: number,
    groupSize: number,
    packed: Panels,
    out: Floats,
  ): void;
  /**
   * out = bias [panels][gates][8], or what is there (none), + W x at listed groups; x [batch][inputs], inputs > 0, the first
   * columns of w. Order of the sums: bias or what is there, then the columns ascending; the same bits in any batch.
   */
  groupForwardAll(
    groups: number,
    groupSize: number,
    gates: number,
    starts: Starts,
    entries: Entries,
    columns: number,
    w: Panels,
    inputs: number,
    x: Floats,
    bias: Panels | None,
    out: Panels,
  ): void;
  /**
   * The same over the columns of each sample's list, [batch][colSlots] of colGroups, whose entries stand for `length` columns
   * each; values [batch][colSlots][length]. cursors [batch].
   */
  groupForward(
    groups: number,
    groupSize: number,
    gates: number,
    starts: Starts,
    entries: Entries,
    columns: number,
    w: Panels,
    colList: Indices,
    colCounts: Counts,
    colSlots: number,
    colGroups: number,
    length: number,
    values: Floats,
    cursors: Scratch,
    bias: Panels | None,
    out: Panels,
  ): void;
  /**
   * out [batch][colSlots][groupSize] = W' da at listed groups of columns, whose lists starts and entries turn around; da as the
   * forward product's out, rows from rowList [batch][rowSlots]. Order of the sums of a column: eight, one for each unit of
   * a panel, over the active groups, their panels and gates ascending; then i + (i + 4), then (0 + 2) + (1 + 3).
   */
  groupInputGradient(
    groups: number,
    groupSize: number,
    gates: number,
    starts: Starts,
    entries: Entries,
    columns: number,
    w: Panels,
    rowList: Indices,
    rowCounts: Counts,
    rowSlots: number,
    da: Panels,
    out: Floats,
  ): void;
  /** The same for listed single columns at any places: out [batch][colSlots], a number for each entry of colList. */
  groupSinglesGradient(
    batch: number,
    groupSize: number,
    gates: number,
    columns: number,
    w: Panels,
    colList: Indices,
    colCounts: Counts,
    colSlots: number,
    rowList: Indices,
    rowCounts: Counts,
    rowSlots: number,
    da: Panels,
    out: Floats,
  ): void;
  /** Numbers of scratch that groupWeightGradient takes. */
  groupScratch(colGroups: number): number;
  /**
   * dW [panels][columns][gates][8] += da of listed groups times the values of columns listed as in groupForward; no list: of
   * the first colGroups columns, values [batch][colGroups]. Order of the sums: the samples of a group of rows are cut into
   * chunks of 256, of 128 without a list; those of a chunk that read a column are summed ascending from 0, and added to
   * what is there.
   */
  groupWeightGradient(
    groups: number,
    groupSize: number,
    gates: number,
    starts: Starts,
    entries: Entries,
    da: Panels,
    columns: number,
    colList: Indices | None,
    colCounts: Counts | None,
    colSlots: number,
    colGroups: number,
    length: number,
    values: Floats,
    dW: Panels,
    scratch: Scratch,
  ): void;
  /** dBias [panels][gates][8] += the sum of da over the samples of each group, ascending from 0. */
  groupBiasGradient(
    groups: number,
    groupSize: number,
    gates: number,
    starts: Starts,
    entries: Entries,
    da: Panels,
    dBias: Panels,
  ): void;
}
