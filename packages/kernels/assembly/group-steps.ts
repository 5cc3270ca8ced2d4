/**
 * How the steps over groups.ts walk the active panels: eight units of every array at a time. Arrays of units end where the
 * units do, so the last panel may lie in a copy of its own while it is computed.
 */
import { bytes, copyNumbers } from './copy';
import { PANEL, at } from './group-panels';

/** Copies of them, eight numbers each, 0 behind the last unit. */
const TAIL: usize = memory.data(160, 32);

/** Address of the i-th copy. */
@inline
export function tailOf(i: i32): usize {
  return TAIL + (<usize>i << 5);
}

/** Fills the i-th copy with the n numbers of an array's last panel. */
export function toTail(i: i32, n: i32, from: usize): void {
  memory.fill(tailOf(i), 0, 32);
  copyNumbers(n, from, tailOf(i));
}

/** Units of the panel that begins at a unit, 0 where it lies behind the last. */
@inline
export function unitsOf(first: i32, units: i32): i32 {
  return max(0, min(PANEL, units - first));
}

/** Sets the units of x [units] that are in no listed group to 0. */
export function clearUnlistedGroups(units: i32, groupSize: i32, list: usize, n: i32, x: usize): void {
  let unit = 0;
  for (let i = 0; i < n; i++) {
    const first = at(list, i) * groupSize;
    if (first > unit) memory.fill(x + bytes(unit), 0, bytes(first - unit));
    unit = first + groupSize;
  }
  if (unit < units) memory.fill(x + bytes(unit), 0, bytes(units - unit));
}
