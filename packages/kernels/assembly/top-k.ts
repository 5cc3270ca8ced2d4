/**
 * Exact top-k of each row: a 0/1 mask with k ones, and the middle between the k-th and the next score.
 *
 * Scores become integers that sort alike (-0 below 0, NaN above all); the k-th is found by bisecting between the smallest
 * and the largest, each time counting how many lie above: by turns the scores, which usual ones need fewest rounds of, and
 * the integers, which bounds the rounds at 64 whatever the scores.
 *
 * Among scores of which one is NaN there is no order. Such a row has a mask of k NaN, so that whatever reads it is NaN too.
 */
import { storeLanes } from './partial-store';

/** Above Infinity, 0x7f800000; one key for every NaN. */
const NAN_KEY: i32 = 0x7f800001;
/** Below every key: fills the last vector. */
const PADDING: i32 = 0x80000000;

/** Keys of four scores. The same steps lead back. */
@inline
function keysOf(scores: v128): v128 {
  const key = v128.xor(scores, v128.and(i32x4.shr_s(scores, 31), i32x4.splat(0x7fffffff)));
  return v128.bitselect(key, i32x4.splat(NAN_KEY), f32x4.eq(scores, scores));
}

@inline
function keyOf(score: f32): i32 {
  const bits = reinterpret<i32>(score);
  return bits ^ ((bits >> 31) & 0x7fffffff);
}

@inline
function scoreOf(key: i32): f32 {
  return reinterpret<f32>(key ^ ((key >> 31) & 0x7fffffff));
}

@inline
function sum4(v: v128): i32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

@inline
function min4(v: v128): i32 {
  const half = i32x4.min_s(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(i32x4.extract_lane(half, 0), i32x4.extract_lane(half, 1));
}

@inline
function max4(v: v128): i32 {
  const half = i32x4.max_s(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return max(i32x4.extract_lane(half, 0), i32x4.extract_lane(half, 1));
}

/** How many keys are `limit` or more. */
@inline
function countFrom(limit: i32, keys: usize, end: usize): i32 {
  const below = i32x4.splat(limit - 1);
  let count = i32x4.splat(0);
  let at = keys;
  do {
    count = i32x4.sub(count, i32x4.gt_s(v128.load(at), below));
    at += 16;
  } while (at < end);
  return sum4(count);
}

/** Key of the k-th largest score; `next` [1] takes that of the one after. */
function select(k: i32, keys: usize, end: usize, lowest: i32, highest: i32, next: usize): i32 {
  let low = lowest; // k or more keys from here on
  let high = highest + 1; // fewer than k from here on
  let byScore = true;
  while (<u32>high - <u32>low > 1) {
    let middle = <i32>(<u32>low + (<u32>high - <u32>low) / 2);
    if (byScore) {
      const key = keyOf((scoreOf(low) + scoreOf(high)) / 2);
      if (low < key && key < high) middle = key;
    }
    byScore = !byScore;
    const count = countFrom(middle, keys, end);
    if (count == k) {
      const limit = i32x4.splat(middle);
      let above = i32x4.splat(0x7fffffff);
      let under = i32x4.splat(PADDING);
      for (let at = keys; at < end; at += 16) {
        const key = v128.load(at);
        const isAbove = i32x4.ge_s(key, limit);
        above = i32x4.min_s(above, v128.bitselect(key, i32x4.splat(0x7fffffff), isAbove));
        under = i32x4.max_s(under, v128.bitselect(i32x4.splat(PADDING), key, isAbove));
      }
      i32.store(next, max4(under));
      return min4(above);
    }
    if (count > k) low = middle;
    else high = middle;
  }
  // More than k keys are `low` or more, fewer than k exceed it: the one after is the same.
  i32.store(next, low);
  return low;
}

/** The mask and threshold of a row with a NaN: as many entries as any other row has ones, for lists have room for these. */
function noTop(n: i32, k: i32, mask: usize, threshold: usize): void {
  for (let j = 0; j < n; j++) f32.store(mask + (<usize>j << 2), j < k ? NaN : 0);
  f32.store(threshold, NaN);
}

/** 1 <= k < n. scratch: n + 8 numbers. */
export function topK(
  rows: i32, n: i32, k: i32, scores: usize, mask: usize, threshold: usize, scratch: usize,
): void {
  const next = scratch;
  const keys = scratch + 16;
  const size = <usize>n << 2;
  const end = keys + size;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++) {
    let lowest = i32x4.splat(0x7fffffff);
    let highest = i32x4.splat(PADDING);
    for (let left = n, from = scores, to = keys; left > 0; left -= 4, from += 16, to += 16) {
      let key = keysOf(v128.load(from));
      if (left < 4) {
        const valid = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left));
        lowest = i32x4.min_s(lowest, v128.bitselect(key, i32x4.splat(0x7fffffff), valid));
        key = v128.bitselect(key, i32x4.splat(PADDING), valid);
      } else {
        lowest = i32x4.min_s(lowest, key);
      }
      highest = i32x4.max_s(highest, key);
      v128.store(to, key);
    }
    const top = max4(highest);
    if (top == NAN_KEY) {
      noTop(n, k, mask, threshold);
      scores += size;
      mask += size;
      threshold += 4;
      continue;
    }
    const kth = scoreOf(select(k, keys, end, min4(lowest), top, next));
    f32.store(threshold, <f32>((<f64>kth + <f64>scoreOf(i32.load(next))) / 2));
    const limit = f32x4.splat(kth);
    let greater = i32x4.splat(0);
    let equal = i32x4.splat(0);
    for (let left = n, at: usize = 0; left > 0; left -= 4, at += 16) {
      let score = v128.load(scores + at);
      if (left < 4) {
        // NaN is neither greater nor equal.
        score = v128.or(score, i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(left)));
      }
      const isGreater = f32x4.gt(score, limit);
      const isEqual = f32x4.eq(score, limit);
      greater = i32x4.sub(greater, isGreater);
      equal = i32x4.sub(equal, isEqual);
      storeLanes(mask + at, v128.and(v128.or(isGreater, isEqual), one), left);
    }
    let open = k - sum4(greater);
    if (sum4(equal) > open) {
      for (let at: usize = 0; at < size; at += 4) {
        if (f32.load(scores + at) == kth && --open < 0) f32.store(mask + at, 0);
      }
    }
    scores += size;
    mask += size;
    threshold += 4;
  }
}
