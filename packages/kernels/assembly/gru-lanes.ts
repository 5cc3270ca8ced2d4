/**
 * Step of the masked GRU on lanes r z nx nh, after laneForward. m [batch][units] in [0, 1] gates the update of each unit:
 *
 *   n = tanh(nx + r nh),  h~ = (1 - z) n + z h'
 *   carry   h = h' + m (h~ - h')        a unit at rest keeps its state
 *   zero    h = m h~                    a unit at rest is 0
 *
 * Listed rows are computed; other rows count as m = 0.
 */
import {
  blend, clearUnlisted, gather, highs, lows, rowBytes, scatter, storeGates, zipHigh, zipLow,
} from './lane-group';
import { sigmoidV, tanhV } from './math';

/** Four rows, given by the offsets of their numbers. */
@inline
function forwardFour(
  r0: usize, r1: usize, r2: usize, r3: usize,
  gates: usize, mask: usize, carry: i32, hPrev: usize, h: usize,
): void {
  const a0 = v128.load(gates + (r0 << 2));
  const a1 = v128.load(gates + (r1 << 2));
  const a2 = v128.load(gates + (r2 << 2));
  const a3 = v128.load(gates + (r3 << 2));
  const rz0 = zipLow(a0, a1);
  const rz1 = zipLow(a2, a3);
  const n0 = zipHigh(a0, a1);
  const n1 = zipHigh(a2, a3);
  const r = sigmoidV(lows(rz0, rz1));
  const z = sigmoidV(highs(rz0, rz1));
  const nh = highs(n0, n1);
  const n = tanhV(f32x4.add(lows(n0, n1), f32x4.mul(r, nh)));
  storeGates(gates, r0, r1, r2, r3, r, z, n, nh);
  const before = gather(hPrev, r0, r1, r2, r3);
  const m = gather(mask, r0, r1, r2, r3);
  const state = f32x4.add(n, f32x4.mul(z, f32x4.sub(before, n)));
  scatter(h, r0, r1, r2, r3, carry ? blend(m, before, state) : f32x4.mul(m, state));
}

function forwardSample(
  count: i32, gates: usize, rowList: usize, mask: usize, carry: i32, hPrev: usize, h: usize,
): void {
  let k = 0;
  if (count >= 4) {
    do {
      const r0 = rowBytes(rowList, k);
      const r1 = rowBytes(rowList, k + 1);
      const r2 = rowBytes(rowList, k + 2);
      const r3 = rowBytes(rowList, k + 3);
      forwardFour(r0, r1, r2, r3, gates, mask, carry, hPrev, h);
      k += 4;
    } while (k <= count - 4);
  }
  if (k < count) {
    // The last row fills the group: it is computed more than once, to the same end.
    const last = count - 1;
    const r0 = rowBytes(rowList, k);
    const r1 = rowBytes(rowList, min(k + 1, last));
    const r3 = rowBytes(rowList, last);
    forwardFour(r0, r1, r3, r3, gates, mask, carry, hPrev, h);
  }
}

/** Gates of listed rows: pre-activations to r z n nh. h: the new state of every unit; not hPrev itself. */
export function gruLaneForward(
  batch: i32, units: i32, gates: usize, rowList: usize, rowCounts: usize, rowStride: i32,
  mask: usize, carry: i32, hPrev: usize, h: usize,
): void {
  const size = <usize>units << 2;
  if (carry) memory.copy(h, hPrev, <usize>batch * size);
  else memory.fill(h, 0, <usize>batch * size);
  for (let b = 0; b < batch; b++) {
    const count = rowList ? i32.load(rowCounts + (<usize>b << 2)) : units;
    forwardSample(count, gates, rowList, mask, carry, hPrev, h);
    gates += size << 2;
    if (rowList) rowList += <usize>rowStride << 2;
    mask += size;
    hPrev += size;
    h += size;
  }
}

/** Four rows, given by the offsets of their numbers. */
@inline
function backwardFour(
  r0: usize, r1: usize, r2: usize, r3: usize,
  gates: usize, mask: usize, carry: i32, hPrev: usize, dh: usize, dMask: usize,
): void {
  const one = f32x4.splat(1);
  const a0 = v128.load(gates + (r0 << 2));
  const a1 = v128.load(gates + (r1 << 2));
  const a2 = v128.load(gates + (r2 << 2));
  const a3 = v128.load(gates + (r3 << 2));
  const rz0 = zipLow(a0, a1);
  const rz1 = zipLow(a2, a3);
  const n0 = zipHigh(a0, a1);
  const n1 = zipHigh(a2, a3);
  const r = lows(rz0, rz1);
  const z = highs(rz0, rz1);
  const n = lows(n0, n1);
  const nh = highs(n0, n1);
  const before = gather(hPrev, r0, r1, r2, r3);
  const m = gather(mask, r0, r1, r2, r3);
  const dState = gather(dh, r0, r1, r2, r3);
  const away = f32x4.sub(before, n);
  if (dMask) {
    const state = f32x4.add(n, f32x4.mul(z, away));
    const change = carry ? f32x4.sub(state, before) : state;
    scatter(dMask, r0, r1, r2, r3, f32x4.mul(dState, change));
  }
  const d = f32x4.mul(m, dState);
  const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
  const dz = f32x4.mul(f32x4.mul(d, away), f32x4.mul(z, f32x4.sub(one, z)));
  const dr = f32x4.mul(f32x4.mul(dn, nh), f32x4.mul(r, f32x4.sub(one, r)));
  storeGates(gates, r0, r1, r2, r3, dr, dz, dn, f32x4.mul(dn, r));
  const through = f32x4.mul(d, z);
  const rest = f32x4.mul(f32x4.sub(one, m), dState);
  scatter(dh, r0, r1, r2, r3, carry ? f32x4.add(through, rest) : through);
}

function backwardSample(
  count: i32, gates: usize, rowList: usize, mask: usize, carry: i32, hPrev: usize, dh: usize, dMask: usize,
): void {
  let k = 0;
  if (count >= 4) {
    do {
      const r0 = rowBytes(rowList, k);
      const r1 = rowBytes(rowList, k + 1);
      const r2 = rowBytes(rowList, k + 2);
      const r3 = rowBytes(rowList, k + 3);
      backwardFour(r0, r1, r2, r3, gates, mask, carry, hPrev, dh, dMask);
      k += 4;
    } while (k <= count - 4);
  }
  if (k < count) {
    // The last row fills the group: it is computed more than once, to the same end.
    const last = count - 1;
    const r0 = rowBytes(rowList, k);
    const r1 = rowBytes(rowList, min(k + 1, last));
    const r3 = rowBytes(rowList, last);
    backwardFour(r0, r1, r3, r3, gates, mask, carry, hPrev, dh, dMask);
  }
}

/** Gates of listed rows: r z n nh to gradients of the lanes. dh: of this step to the direct part of the last. */
export function gruLaneBackward(
  batch: i32, units: i32, gates: usize, rowList: usize, rowCounts: usize, rowStride: i32,
  mask: usize, carry: i32, hPrev: usize, dh: usize, dMask: usize,
): void {
  const size = <usize>units << 2;
  if (dMask) memory.fill(dMask, 0, <usize>batch * size);
  for (let b = 0; b < batch; b++) {
    const count = rowList ? i32.load(rowCounts + (<usize>b << 2)) : units;
    backwardSample(count, gates, rowList, mask, carry, hPrev, dh, dMask);
    if (!carry) clearUnlisted(units, rowList, count, dh);
    gates += size << 2;
    if (rowList) rowList += <usize>rowStride << 2;
    mask += size;
    hPrev += size;
    dh += size;
    if (dMask) dMask += size;
  }
}
