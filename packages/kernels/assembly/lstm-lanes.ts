/**
 * Step of the masked LSTM on lanes i f o g, after laneForward. m [batch][units] in [0, 1] gates the update of each unit:
 *
 *   c~ = f c' + i g,  h~ = o tanh c~
 *   carry   h = h' + m (h~ - h'),  c = c' + m (c~ - c')        a unit at rest keeps its state
 *   zero    h = m h~,  c = m c~                                a unit at rest is 0
 *
 * Listed rows are computed; other rows count as m = 0.
 */
import {
  blend, clearUnlisted, gather, highs, lows, rowBytes, scatter, storeGates, zipHigh, zipLow,
} from './lane-group';
import { constant, exp2Minus1, LOWER, ONE, POLYNOMIAL, ROUND, SIGMOID_FACTOR, TANH_FACTOR, tanhV, TWO, UPPER } from './math';

/** All bits of lane g. */
const LANE_G: usize = memory.data<i32>([0, 0, 0, -1], 16);

/**
 * Gates of n rows as they lie: sigmoid of lanes i f o and tanh of lane g, 1 / (2^t + 1) and (2^t - 1) / (2^t + 1). Apart from
 * the rest of the step, so that the constants stay in registers.
 */
function activateRows(n: i32, gates: usize, rows: usize): void {
  const upper = constant(UPPER);
  const lower = constant(LOWER);
  const round = constant(ROUND);
  const one = constant(ONE);
  const two = constant(TWO);
  const p1 = constant(POLYNOMIAL);
  const p2 = constant(POLYNOMIAL + 1);
  const p3 = constant(POLYNOMIAL + 2);
  const p4 = constant(POLYNOMIAL + 3);
  const p5 = constant(POLYNOMIAL + 4);
  const p6 = constant(POLYNOMIAL + 5);
  const laneG = v128.load(LANE_G);
  const factor = v128.bitselect(constant(TANH_FACTOR), constant(SIGMOID_FACTOR), laneG);
  for (let k = 0; k < n; k++) {
    const at = gates + (rowBytes(rows, k) << 2);
    const t = f32x4.mul(v128.load(at), factor);
    const minus1 = exp2Minus1(t, upper, lower, round, one, p1, p2, p3, p4, p5, p6);
    v128.store(at, f32x4.div(v128.bitselect(minus1, one, laneG), f32x4.add(minus1, two)));
  }
}

/** Four rows, given by the offsets of their numbers. */
@inline
function forwardFour(
  r0: usize, r1: usize, r2: usize, r3: usize,
  gates: usize, mask: usize, carry: i32, hPrev: usize, cPrev: usize, h: usize, c: usize,
): void {
  const a0 = v128.load(gates + (r0 << 2));
  const a1 = v128.load(gates + (r1 << 2));
  const a2 = v128.load(gates + (r2 << 2));
  const a3 = v128.load(gates + (r3 << 2));
  const if0 = zipLow(a0, a1);
  const if1 = zipLow(a2, a3);
  const og0 = zipHigh(a0, a1);
  const og1 = zipHigh(a2, a3);
  const i = lows(if0, if1);
  const f = highs(if0, if1);
  const o = lows(og0, og1);
  const g = highs(og0, og1);
  const before = gather(cPrev, r0, r1, r2, r3);
  let cell = f32x4.add(f32x4.mul(f, before), f32x4.mul(i, g));
  let state = f32x4.mul(o, tanhV(cell));
  const m = gather(mask, r0, r1, r2, r3);
  if (carry) {
    cell = blend(m, before, cell);
    state = blend(m, gather(hPrev, r0, r1, r2, r3), state);
  } else {
    cell = f32x4.mul(m, cell);
    state = f32x4.mul(m, state);
  }
  scatter(c, r0, r1, r2, r3, cell);
  scatter(h, r0, r1, r2, r3, state);
}

function forwardSample(
  n: i32, gates: usize, rowList: usize, mask: usize, carry: i32, hPrev: usize, cPrev: usize, h: usize, c: usize,
): void {
  let k = 0;
  if (n >= 4) {
    do {
      const r0 = rowBytes(rowList, k);
      const r1 = rowBytes(rowList, k + 1);
      const r2 = rowBytes(rowList, k + 2);
      const r3 = rowBytes(rowList, k + 3);
      forwardFour(r0, r1, r2, r3, gates, mask, carry, hPrev, cPrev, h, c);
      k += 4;
    } while (k <= n - 4);
  }
  if (k < n) {
    // The last row fills the group: it is computed more than once, to the same end.
    const last = n - 1;
    const r0 = rowBytes(rowList, k);
    const r1 = rowBytes(rowList, min(k + 1, last));
    const r3 = rowBytes(rowList, last);
    forwardFour(r0, r1, r3, r3, gates, mask, carry, hPrev, cPrev, h, c);
  }
}

/** Gates of listed rows: pre-activations to i f o g. h, c: the new state of every unit; not hPrev, cPrev themselves. */
export function lstmLaneForward(
  batch: i32, units: i32, gates: usize, rowList: usize, rowCounts: usize, rowStride: i32,
  mask: usize, carry: i32, hPrev: usize, cPrev: usize, h: usize, c: usize,
): void {
  const size = <usize>units << 2;
  if (carry) {
    memory.copy(h, hPrev, <usize>batch * size);
    memory.copy(c, cPrev, <usize>batch * size);
  } else {
    memory.fill(h, 0, <usize>batch * size);
    memory.fill(c, 0, <usize>batch * size);
  }
  for (let b = 0; b < batch; b++) {
    const n = rowList ? i32.load(rowCounts + (<usize>b << 2)) : units;
    activateRows(n, gates, rowList);
    forwardSample(n, gates, rowList, mask, carry, hPrev, cPrev, h, c);
    gates += size << 2;
    if (rowList) rowList += <usize>rowStride << 2;
    mask += size;
    hPrev += size;
    cPrev += size;
    h += size;
    c += size;
  }
}

/** Four rows, given by the offsets of their numbers. */
@inline
function backwardFour(
  r0: usize, r1: usize, r2: usize, r3: usize,
  gates: usize, mask: usize, carry: i32, hPrev: usize, cPrev: usize, dh: usize, dc: usize, dMask: usize,
): void {
  const one = f32x4.splat(1);
  const a0 = v128.load(gates + (r0 << 2));
  const a1 = v128.load(gates + (r1 << 2));
  const a2 = v128.load(gates + (r2 << 2));
  const a3 = v128.load(gates + (r3 << 2));
  const if0 = zipLow(a0, a1);
  const if1 = zipLow(a2, a3);
  const og0 = zipHigh(a0, a1);
  const og1 = zipHigh(a2, a3);
  const i = lows(if0, if1);
  const f = highs(if0, if1);
  const o = lows(og0, og1);
  const g = highs(og0, og1);
  const before = gather(cPrev, r0, r1, r2, r3);
  const m = gather(mask, r0, r1, r2, r3);
  const dState = gather(dh, r0, r1, r2, r3);
  const dCell = gather(dc, r0, r1, r2, r3);
  const cell = f32x4.add(f32x4.mul(f, before), f32x4.mul(i, g));
  const squashed = tanhV(cell);
  if (dMask) {
    let state = f32x4.mul(o, squashed);
    let change = cell;
    if (carry) {
      state = f32x4.sub(state, gather(hPrev, r0, r1, r2, r3));
      change = f32x4.sub(cell, before);
    }
    const d = f32x4.add(f32x4.mul(dState, state), f32x4.mul(dCell, change));
    scatter(dMask, r0, r1, r2, r3, d);
  }
  const inner = f32x4.mul(m, dState);
  const slope = f32x4.mul(o, f32x4.sub(one, f32x4.mul(squashed, squashed)));
  const d = f32x4.add(f32x4.mul(m, dCell), f32x4.mul(inner, slope));
  storeGates(
    gates, r0, r1, r2, r3,
    f32x4.mul(f32x4.mul(d, g), f32x4.mul(i, f32x4.sub(one, i))),
    f32x4.mul(f32x4.mul(d, before), f32x4.mul(f, f32x4.sub(one, f))),
    f32x4.mul(f32x4.mul(inner, squashed), f32x4.mul(o, f32x4.sub(one, o))),
    f32x4.mul(f32x4.mul(d, i), f32x4.sub(one, f32x4.mul(g, g))),
  );
  const through = f32x4.mul(d, f);
  if (carry) {
    const rest = f32x4.sub(one, m);
    scatter(dh, r0, r1, r2, r3, f32x4.mul(rest, dState));
    scatter(dc, r0, r1, r2, r3, f32x4.add(through, f32x4.mul(rest, dCell)));
  } else {
    scatter(dc, r0, r1, r2, r3, through);
  }
}

function backwardSample(
  n: i32, gates: usize, rowList: usize, mask: usize, carry: i32, hPrev: usize, cPrev: usize, dh: usize, dc: usize, dMask: usize,
): void {
  let k = 0;
  if (n >= 4) {
    do {
      const r0 = rowBytes(rowList, k);
      const r1 = rowBytes(rowList, k + 1);
      const r2 = rowBytes(rowList, k + 2);
      const r3 = rowBytes(rowList, k + 3);
      backwardFour(r0, r1, r2, r3, gates, mask, carry, hPrev, cPrev, dh, dc, dMask);
      k += 4;
    } while (k <= n - 4);
  }
  if (k < n) {
    // The last row fills the group: it is computed more than once, to the same end.
    const last = n - 1;
    const r0 = rowBytes(rowList, k);
    const r1 = rowBytes(rowList, min(k + 1, last));
    const r3 = rowBytes(rowList, last);
    backwardFour(r0, r1, r3, r3, gates, mask, carry, hPrev, cPrev, dh, dc, dMask);
  }
}

/** Gates of listed rows: i f o g to gradients of pre-activations. dh, dc: of this step to the direct part of the last. */
export function lstmLaneBackward(
  batch: i32, units: i32, gates: usize, rowList: usize, rowCounts: usize, rowStride: i32,
  mask: usize, carry: i32, hPrev: usize, cPrev: usize, dh: usize, dc: usize, dMask: usize,
): void {
  const size = <usize>units << 2;
  if (dMask) memory.fill(dMask, 0, <usize>batch * size);
  for (let b = 0; b < batch; b++) {
    const n = rowList ? i32.load(rowCounts + (<usize>b << 2)) : units;
    backwardSample(n, gates, rowList, mask, carry, hPrev, cPrev, dh, dc, dMask);
    if (!carry) clearUnlisted(units, rowList, n, dc);
    gates += size << 2;
    if (rowList) rowList += <usize>rowStride << 2;
    mask += size;
    hPrev += size;
    cPrev += size;
    dh += size;
    dc += size;
    if (dMask) dMask += size;
  }
  if (!carry) memory.fill(dh - <usize>batch * size, 0, <usize>batch * size);
}
