/** Lists of what a mask leaves active, as the products of lanes.ts read them. */

/** Entry of a list, and its value if there are any. */
@inline
function put(list: usize, values: usize, index: i32, value: f32): void {
  i32.store(list, index);
  if (values) f32.store(values, value);
}

/**
 * Appends base + i and mask * source for every i whose mask is not 0; append 0: lists start empty. maskStride 0: one mask
 * for all samples. source or values 0: indices alone. Returns the number of entries of all lists.
 */
export function listActive(
  batch: i32, n: i32, base: i32, mask: usize, maskStride: i32, source: usize,
  list: usize, values: usize, counts: usize, stride: i32, append: i32,
): i32 {
  if (!source) values = 0;
  let total = 0;
  for (let b = 0; b < batch; b++) {
    let count = append ? i32.load(counts) : 0;
    if (count + n <= stride) {
      // There is room for all: entries are written in any case and kept by counting them, without a branch.
      for (let i = 0; i < n; i++) {
        const at = <usize>i << 2;
        const m = f32.load(mask + at);
        const place = <usize>count << 2;
        put(list + place, values ? values + place : 0, base + i, values ? m * f32.load(source + at) : m);
        count += <i32>(m != 0);
      }
    } else {
      for (let i = 0; i < n; i++) {
        const at = <usize>i << 2;
        const m = f32.load(mask + at);
        if (m == 0) continue;
        const place = <usize>count << 2;
        put(list + place, values ? values + place : 0, base + i, values ? m * f32.load(source + at) : m);
        count++;
      }
    }
    i32.store(counts, count);
    total += count;
    mask += <usize>maskStride << 2;
    source += <usize>n << 2;
    list += <usize>stride << 2;
    if (values) values += <usize>stride << 2;
    counts += 4;
  }
  return total;
}
