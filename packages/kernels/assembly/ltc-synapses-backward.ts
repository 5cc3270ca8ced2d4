/**
 * Gradients of the sums of ltc-synapses.ts; the sigmoids are computed again. With n and d the gradients of a target's
 * num and den, and g = n E + d:
 *
 *   dw = m g q,  dE = m n s,  dm += s g,  darg = m g w q (1 - q)
 *   dsigma = darg (v - mu),  dmu = -darg sigma,  dv += darg sigma
 *
 * Where fewer than four targets are left, the last one fills the group with n = d = 0.
 */
import { at, countOf, indexAt, listOf } from './ltc-lists';
import {
  activate,
  D_MULTIPLIER,
  D_VOLTAGE,
  MULTIPLIER,
  POSITION,
  Q,
  RECORD,
  record,
  VOLTAGE,
} from './ltc-records';

/** The numbers of four rows side by side. */
@inline
function gather(base: usize, i0: i32, i1: i32, i2: i32, i3: i32): v128 {
  let x = v128.load32_splat(at(base, i0));
  x = v128.load32_lane(at(base, i1), x, 1);
  x = v128.load32_lane(at(base, i2), x, 2);
  return v128.load32_lane(at(base, i3), x, 3);
}

/** Sum of four lanes, always in the same order. */
@inline
function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** Adds to a number in memory. */
@inline
function add(address: usize, x: f32): void {
  store<f32>(address, load<f32>(address) + x);
}

/** Adds to four numbers in memory. */
@inline
function addLanes(address: usize, x: v128): void {
  v128.store(address, f32x4.add(v128.load(address), x));
}

export function ltcSynapsesBackward(
  batch: i32,
  sources: i32,
  targets: i32,
  lanes: usize,
  v: usize,
  srcList: usize,
  srcMask: usize,
  srcCounts: usize,
  srcStride: i32,
  rowList: usize,
  rowCounts: usize,
  rowStride: i32,
  dnum: usize,
  dden: usize,
  dv: usize,
  dMask: usize,
  dLanes: usize,
  scratch: usize,
): void {
  const stride = srcStride == 0 ? sources : srcStride;
  const column = <usize>targets << 4;
  const toGradient = dLanes - lanes;
  for (let b = 0; b < batch; b++) {
    const count = countOf(srcList, srcCounts, b, sources);
    const list = listOf(srcList, b, stride);
    const mask = listOf(srcMask, b, stride);
    const volts = at(v, b * sources);
    const silent = record(scratch, false, column, volts, list, mask, count);
    // A silent source has a gradient of its multiplier, and no other.
    const end = dMask == 0 ? silent : record(silent, true, column, volts, list, mask, count);
    const rows = listOf(rowList, b, rowStride);
    const rowCount = countOf(rowList, rowCounts, b, targets);
    const last = rowCount - 1;
    const dnumRow = at(dnum, b * targets);
    const ddenRow = at(dden, b * targets);
    for (let i = 0; i < rowCount; i += 4) {
      const i0 = indexAt(rows, i);
      const i1 = indexAt(rows, min(i + 1, last));
      const i2 = indexAt(rows, min(i + 2, last));
      const i3 = indexAt(rows, min(i + 3, last));
      const p0 = lanes + (<usize>i0 << 4);
      const p1 = lanes + (<usize>i1 << 4);
      const p2 = lanes + (<usize>i2 << 4);
      const p3 = lanes + (<usize>i3 << 4);
      const filled = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(rowCount - i));
      const gNum = v128.and(gather(dnumRow, i0, i1, i2, i3), filled);
      const gDen = v128.and(gather(ddenRow, i0, i1, i2, i3), filled);
      activate(scratch, end, p0, p1, p2, p3);
      let r = scratch;
      if (r < silent) {
        do {
          const shift = load<usize>(r);
          const a0 = v128.load(p0 + shift);
          const a1 = v128.load(p1 + shift);
          const a2 = v128.load(p2 + shift);
          const a3 = v128.load(p3 + shift);
          const low01 = v128.shuffle<f32>(a0, a1, 0, 4, 1, 5);
          const low23 = v128.shuffle<f32>(a2, a3, 0, 4, 1, 5);
          const high01 = v128.shuffle<f32>(a0, a1, 2, 6, 3, 7);
          const high23 = v128.shuffle<f32>(a2, a3, 2, 6, 3, 7);
          const w = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
          const mu = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
          const sigma = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
          const e = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
          const q = v128.load(r, Q);
          const m = v128.load32_splat(r, MULTIPLIER);
          const s = f32x4.mul(w, q);
          const g = f32x4.add(f32x4.mul(gNum, e), gDen);
          addLanes(r + D_MULTIPLIER, f32x4.mul(s, g));
          const dw = f32x4.mul(f32x4.mul(m, g), q);
          const de = f32x4.mul(f32x4.mul(m, gNum), s);
          const darg = f32x4.mul(f32x4.mul(dw, w), f32x4.sub(f32x4.splat(1), q));
          const dsigma = f32x4.mul(darg, f32x4.sub(v128.load32_splat(r, VOLTAGE), mu));
          const dvolt = f32x4.mul(darg, sigma);
          addLanes(r + D_VOLTAGE, dvolt);
          const dmu = f32x4.neg(dvolt);
          const front01 = v128.shuffle<f32>(dw, dmu, 0, 4, 1, 5);
          const front23 = v128.shuffle<f32>(dw, dmu, 2, 6, 3, 7);
          const back01 = v128.shuffle<f32>(dsigma, de, 0, 4, 1, 5);
          const back23 = v128.shuffle<f32>(dsigma, de, 2, 6, 3, 7);
          const to = toGradient + shift;
          addLanes(p0 + to, v128.shuffle<f32>(front01, back01, 0, 1, 4, 5));
          addLanes(p1 + to, v128.shuffle<f32>(front01, back01, 2, 3, 6, 7));
          addLanes(p2 + to, v128.shuffle<f32>(front23, back23, 0, 1, 4, 5));
          addLanes(p3 + to, v128.shuffle<f32>(front23, back23, 2, 3, 6, 7));
          r += RECORD;
        } while (r < silent);
      }
      if (r < end) {
        do {
          const shift = load<usize>(r);
          const a = v128.shuffle<f32>(v128.load(p0 + shift), v128.load(p1 + shift), 0, 3, 4, 7);
          const c = v128.shuffle<f32>(v128.load(p2 + shift), v128.load(p3 + shift), 0, 3, 4, 7);
          const s = f32x4.mul(v128.shuffle<f32>(a, c, 0, 2, 4, 6), v128.load(r, Q));
          const g = f32x4.add(f32x4.mul(gNum, v128.shuffle<f32>(a, c, 1, 3, 5, 7)), gDen);
          addLanes(r + D_MULTIPLIER, f32x4.mul(s, g));
          r += RECORD;
        } while (r < end);
      }
    }
    for (let r = scratch; r < end; r += RECORD) {
      const k = load<i32>(r, POSITION);
      if (dMask != 0) add(at(dMask, b * stride + k), sumLanes(v128.load(r, D_MULTIPLIER)));
      // Of a silent source this is still 0.
      if (dv != 0) add(at(dv, b * sources + indexAt(list, k)), sumLanes(v128.load(r, D_VOLTAGE)));
    }
  }
}
