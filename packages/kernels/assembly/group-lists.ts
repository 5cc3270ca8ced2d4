/** Lists of active groups, the values of active columns, and their gradients, see groups.ts. */
import { ENTRY, at } from './group-panels';
import { bytes } from './copy';

/**
 * From mask [batch][units]: list [batch][slots], the ascending groups whose first unit has a mask that is not 0, and
 * counts [batch]. Returns the most groups of a sample.
 */
export function listGroups(
  batch: i32, units: i32, groupSize: i32, mask: usize, slots: i32, list: usize, counts: usize,
): i32 {
  let most = 0;
  for (let b = 0; b < batch; b++) {
    let n = 0;
    for (let u = 0, group = 0; u < units; u += groupSize, group++) {
      // Written before it is known to be active: no branch to be guessed. The last slot is written last.
      if (n < slots) i32.store(list + bytes(n), group);
      n += i32(f32.load(mask + bytes(u)) != 0);
    }
    i32.store(counts, n);
    most = max(most, n);
    mask += bytes(units);
    list += bytes(slots);
    counts += 4;
  }
  return most;
}

/**
 * Turns lists around: the samples of group q are entries `starts[q]` to `starts[q + 1]`, ascending, each as its place
 * sample * slots + slot and its sample. starts [groups + 1], entries [batch * slots][2].
 */
export function invertGroups(
  batch: i32, groups: i32, slots: i32, list: usize, counts: usize, starts: usize, entries: usize,
): void {
  memory.fill(starts, 0, bytes(groups + 1));
  let row = list;
  for (let b = 0; b < batch; b++, row += bytes(slots)) {
    const n = at(counts, b);
    for (let k = 0; k < n; k++) {
      const count = starts + bytes(at(row, k));
      i32.store(count, i32.load(count, 4) + 1, 4);
    }
  }
  // Counts become the first entry of each group, one place behind; filling moves each to the first of the next group.
  let before = 0;
  for (let q = 1; q <= groups; q++) {
    const count = at(starts, q);
    i32.store(starts + bytes(q), before);
    before += count;
  }
  row = list;
  for (let b = 0; b < batch; b++, row += bytes(slots)) {
    const n = at(counts, b);
    for (let k = 0; k < n; k++) {
      const next = starts + bytes(at(row, k));
      const place = i32.load(next, 4);
      const entry = entries + <usize>place * ENTRY;
      i32.store(entry, b * slots + k);
      i32.store(entry, b, 4);
      i32.store(next, place + 1, 4);
    }
  }
}
