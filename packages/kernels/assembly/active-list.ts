/**
 * Lists of what a mask leaves active, as the products of lanes.ts read them.
 *
 * Four masks at a time: what is active moves to the front of a vector, which is stored whole at the list's end; the list
 * grows by what was active. Where a whole vector has no room, and for the last masks, entries are stored one by one.
 */

/** For every set of four lanes, the bytes that move its lanes to the front; 255 is none. */
const FRONT: usize = memory.data<u32>([
  0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
  0x03020100, 0xffffffff, 0xffffffff, 0xffffffff,
  0x07060504, 0xffffffff, 0xffffffff, 0xffffffff,
  0x03020100, 0x07060504, 0xffffffff, 0xffffffff,
  0x0b0a0908, 0xffffffff, 0xffffffff, 0xffffffff,
  0x03020100, 0x0b0a0908, 0xffffffff, 0xffffffff,
  0x07060504, 0x0b0a0908, 0xffffffff, 0xffffffff,
  0x03020100, 0x07060504, 0x0b0a0908, 0xffffffff,
  0x0f0e0d0c, 0xffffffff, 0xffffffff, 0xffffffff,
  0x03020100, 0x0f0e0d0c, 0xffffffff, 0xffffffff,
  0x07060504, 0x0f0e0d0c, 0xffffffff, 0xffffffff,
  0x03020100, 0x07060504, 0x0f0e0d0c, 0xffffffff,
  0x0b0a0908, 0x0f0e0d0c, 0xffffffff, 0xffffffff,
  0x03020100, 0x0b0a0908, 0x0f0e0d0c, 0xffffffff,
  0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0xffffffff,
  0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
], 16);

/**
 * Appends base + i and mask * source for every i whose mask is not 0; append 0: lists start empty. maskStride 0: one mask
 * for all samples. source or values 0: indices alone. Returns the number of entries of all lists.
 */
export function listActive(
  batch: i32, n: i32, base: i32, mask: usize, maskStride: i32, source: usize,
  list: usize, values: usize, counts: usize, stride: i32, append: i32,
): i32 {
  const valued = source != 0 && values != 0;
  let total = 0;
  for (let b = 0; b < batch; b++) {
    let count = append ? i32.load(counts) : 0;
    if (valued) count = listSample(true, n, base, mask, source, list, values, count, stride);
    else count = listSample(false, n, base, mask, 0, list, 0, count, stride);
    i32.store(counts, count);
    total += count;
    mask += <usize>maskStride << 2;
    source += <usize>n << 2;
    list += <usize>stride << 2;
    values += <usize>stride << 2;
    counts += 4;
  }
  return total;
}

/** One sample; `valued` is a literal at every call. Returns the new count. */
@inline
function listSample(
  valued: bool, n: i32, base: i32, mask: usize, source: usize, list: usize, values: usize, count: i32, stride: i32,
): i32 {
  let i = 0;
  let indices = i32x4.add(i32x4.splat(base), i32x4(0, 1, 2, 3));
  for (; i + 4 <= n && count + 4 <= stride; i += 4) {
    const at = <usize>i << 2;
    const m = v128.load(mask + at);
    const active = i32x4.bitmask(f32x4.ne(m, f32x4.splat(0)));
    const front = v128.load(FRONT + (<usize>active << 4));
    const place = <usize>count << 2;
    v128.store(list + place, i8x16.swizzle(indices, front));
    if (valued) v128.store(values + place, i8x16.swizzle(f32x4.mul(m, v128.load(source + at)), front));
    indices = i32x4.add(indices, i32x4.splat(4));
    count += popcnt(active);
  }
  for (; i < n; i++) {
    const at = <usize>i << 2;
    const m = f32.load(mask + at);
    if (m == 0) continue;
    const place = <usize>count << 2;
    i32.store(list + place, base + i);
    if (valued) f32.store(values + place, m * f32.load(source + at));
    count++;
  }
  return count;
}
