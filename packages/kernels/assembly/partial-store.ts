/** Stores the first `count` lanes (1 to 4) of a vector, for the ends of rows. */
@inline
export function storeLanes(address: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, value);
  } else {
    store<f32>(address, f32x4.extract_lane(value, 0));
    if (count > 1) store<f32>(address, f32x4.extract_lane(value, 1), 4);
    if (count > 2) store<f32>(address, f32x4.extract_lane(value, 2), 8);
  }
}

/** Read rather than a literal, which newer versions of V8 build again in every round of a loop. */
const LANES: usize = memory.data<i32>([0, 1, 2, 3], 16);

/** All bits set in the first `count` lanes (4 or more: in all). */
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(v128.load(LANES), i32x4.splat(count));
}

/** The four lanes summed as (0 + 2) + (1 + 3). */
@inline
export function sumLanes(v: v128): f32 {
  const half = f32x4.add(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1);
}
