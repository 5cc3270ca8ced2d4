import type { Counts, Entries, Floats, Indices, None, Starts } from '../arena/pointer.ts';

/** Lists of active groups of units and the values that they stand for, see assembly/groups.ts. */
export interface GroupListFunctions {
  /**
   * list [batch][slots]: the ascending groups of each sample whose first unit's mask is not 0; counts [batch]. mask
   * [batch][units]. slots must hold all of them. Returns the most groups of a sample.
   */
  listGroups(
    batch: number,
    units: number,
    groupSize: number,
    mask: Floats,
    slots: number,
    list: Indices,
    counts: Counts,
  ): number;
  /**
   * Turns lists around: entries [batch * slots][2] of group q from `starts[q]` up to `starts[q + 1]`, samples ascending, are
   * place (sample * slots + slot) and sample. starts [groups + 1].
   */
  invertGroups(
    batch: number,
    groups: number,
    slots: number,
    list: Indices,
    counts: Counts,
    starts: Starts,
    entries: Entries,
  ): void;
  /** out [batch][slots][groupSize] = mask * x at the units of listed groups, 0 behind the last unit; mask, x [batch][units]. */
  gatherGroups(
    batch: number,
    units: number,
    groupSize: number,
    slots: number,
    list: Indices,
    counts: Counts,
    mask: Floats,
    x: Floats,
    out: Floats,
  ): void;
  /** For gradients du [batch][slots][groupSize] of u = mask * x: dx += mask du and, unless none, dMask += x du, [batch][units]. */
  spreadGroups(
    batch: number,
    units: number,
    groupSize: number,
    slots: number,
    list: Indices,
    counts: Counts,
    mask: Floats,
    x: Floats,
    du: Floats,
    dx: Floats,
    dMask: Floats | None,
  ): void;
}
