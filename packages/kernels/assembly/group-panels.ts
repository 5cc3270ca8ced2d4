/** What the kernels over groups of units share: panels, entries, and how lists are walked. See groups.ts. */

/** Units of a panel. A group is one or more whole panels. */
export const PANEL: i32 = 8;

/** Panels of a group. */
@inline
export function panelsOf(groupSize: i32): i32 {
  return groupSize / PANEL;
}

/** Bytes of a column of a panel: a number for each gate of each of its units. */
@inline
export function columnBytes(gates: i32): usize {
  return <usize>gates << 5;
}

/** The i-th integer at an address. */
@inline
export function at(list: usize, i: i32): i32 {
  return i32.load(list + (<usize>i << 2));
}

/** Bytes of an entry: where it lies among all groups of all samples, and its sample. */
export const ENTRY: usize = 8;

/** Place of an entry: sample * slots + slot. */
@inline
export function placeOf(entry: usize): usize {
  return <usize>i32.load(entry);
}

/** Sample of an entry. */
@inline
export function sampleOf(entry: usize): usize {
  return <usize>i32.load(entry, 4);
}
