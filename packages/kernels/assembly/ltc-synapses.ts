/**
 * Conductances of synapses, summed per target, see ltc.ts.
 *
 * The parameters of a synapse (w, mu, sigma, E) lie side by side. Four targets are computed at once, their parameter
 * vectors transposed on the way. Where fewer than four targets are left, the last one fills the group: it is computed
 * and stored more than once.
 */
import { at, countOf, indexAt, listOf } from './ltc-lists';
import { activate, MULTIPLIER, Q, RECORD, record } from './ltc-records';

export function ltcSynapses(
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
  num: usize,
  den: usize,
  scratch: usize,
): void {
  const stride = srcStride == 0 ? sources : srcStride;
  for (let b = 0; b < batch; b++) {
    const count = countOf(srcList, srcCounts, b, sources);
    const list = listOf(srcList, b, stride);
    const mask = listOf(srcMask, b, stride);
    const end = record(scratch, false, <usize>targets << 4, at(v, b * sources), list, mask, count);
    const rows = listOf(rowList, b, rowStride);
    const rowCount = countOf(rowList, rowCounts, b, targets);
    const last = rowCount - 1;
    const numRow = at(num, b * targets);
    const denRow = at(den, b * targets);
    for (let i = 0; i < rowCount; i += 4) {
      const i0 = indexAt(rows, i);
      const i1 = indexAt(rows, min(i + 1, last));
      const i2 = indexAt(rows, min(i + 2, last));
      const i3 = indexAt(rows, min(i + 3, last));
      const p0 = lanes + (<usize>i0 << 4);
      const p1 = lanes + (<usize>i1 << 4);
      const p2 = lanes + (<usize>i2 << 4);
      const p3 = lanes + (<usize>i3 << 4);
      activate(scratch, end, p0, p1, p2, p3);
      let sumNum = f32x4.splat(0);
      let sumDen = f32x4.splat(0);
      let r = scratch;
      if (r < end) {
        do {
          const column = load<usize>(r);
          const a = v128.shuffle<f32>(v128.load(p0 + column), v128.load(p1 + column), 0, 3, 4, 7);
          const c = v128.shuffle<f32>(v128.load(p2 + column), v128.load(p3 + column), 0, 3, 4, 7);
          const w = v128.shuffle<f32>(a, c, 0, 2, 4, 6);
          const e = v128.shuffle<f32>(a, c, 1, 3, 5, 7);
          const s = f32x4.mul(f32x4.mul(w, v128.load(r, Q)), v128.load32_splat(r, MULTIPLIER));
          sumNum = f32x4.add(sumNum, f32x4.mul(s, e));
          sumDen = f32x4.add(sumDen, s);
          r += RECORD;
        } while (r < end);
      }
      v128.store32_lane(at(numRow, i0), sumNum, 0);
      v128.store32_lane(at(numRow, i1), sumNum, 1);
      v128.store32_lane(at(numRow, i2), sumNum, 2);
      v128.store32_lane(at(numRow, i3), sumNum, 3);
      v128.store32_lane(at(denRow, i0), sumDen, 0);
      v128.store32_lane(at(denRow, i1), sumDen, 1);
      v128.store32_lane(at(denRow, i2), sumDen, 2);
      v128.store32_lane(at(denRow, i3), sumDen, 3);
    }
  }
}
