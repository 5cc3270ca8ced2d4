/** Whether numbers are numbers. */
import { firstLanes } from './partial-store';

/** Bits of the largest finite number; of infinity and NaN they are more, the sign left out. */
const LARGEST: i32 = 0x7f7fffff;

/** 1 if none of n numbers is NaN or infinite, else 0. */
export function allFinite(n: i32, x: usize): i32 {
  let found = i32x4.splat(0);
  for (; n > 0; n -= 4, x += 16) {
    const size = v128.and(v128.load(x), i32x4.splat(0x7fffffff));
    found = v128.or(found, v128.and(i32x4.gt_s(size, i32x4.splat(LARGEST)), firstLanes(n)));
  }
  return v128.any_true(found) ? 0 : 1;
}
