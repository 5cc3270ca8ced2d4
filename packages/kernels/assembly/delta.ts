/** Delta networks: a value is sent when it has moved by theta or more from what was sent last; Neil et al. (2017). */
import { storeLanes } from './partial-store';

/** sent = value where |value - sentPrev| >= theta (and where it is NaN), else sentPrev; flags 1/0. Returns how many. */
export function deltaTransmit(
  count: i32, value: usize, sentPrev: usize, theta: f32, sent: usize, flags: usize,
): i32 {
  if (count <= 0) return 0;
  const limit = f32x4.splat(theta);
  const one = f32x4.splat(1);
  let total = i32x4.splat(0);
  let at: usize = 0;
  do {
    const x = v128.load(value + at);
    const last = v128.load(sentPrev + at);
    const kept = f32x4.lt(f32x4.abs(f32x4.sub(x, last)), limit);
    const valid = count < 4 ? i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)) : i32x4.splat(-1);
    total = i32x4.sub(total, v128.andnot(valid, kept));
    storeLanes(sent + at, v128.bitselect(last, x, kept), count);
    storeLanes(flags + at, v128.andnot(one, kept), count);
    at += 16;
    count -= 4;
  } while (count > 0);
  return (
    i32x4.extract_lane(total, 0) +
    i32x4.extract_lane(total, 1) +
    i32x4.extract_lane(total, 2) +
    i32x4.extract_lane(total, 3)
  );
}

/** dValue += flags dSent; dSent *= 1 - flags. */
export function deltaBackward(count: i32, flags: usize, dSent: usize, dValue: usize): void {
  if (count <= 0) return;
  const one = f32x4.splat(1);
  let at: usize = 0;
  do {
    const flag = v128.load(flags + at);
    const d = v128.load(dSent + at);
    storeLanes(dValue + at, f32x4.add(v128.load(dValue + at), f32x4.mul(flag, d)), count);
    storeLanes(dSent + at, f32x4.mul(f32x4.sub(one, flag), d), count);
    at += 16;
    count -= 4;
  } while (count > 0);
}
