/** The dense LSTM over a run of steps, its time loop included: the products with the state, and lstm.ts between them. */
import { addInto, mulAddInto } from './adam';
import { bytes } from './copy';
import { mulDifferenceInto } from './elementwise';
import { gemm } from './gemm';
import { lstmBackward, lstmForward } from './lstm';

/**
 * gates [time][batch][4 units] in: x W_x + b, out: i f o g. hs [time + 1][batch][units]: the first is read, the others are
 * written; cs likewise, `cStep` numbers from one to the next, 0: each takes the place of the one before. packed: W_h. fresh:
 * the first h is 0, and no product reads it.
 */
export function lstmSequence(
  time: i32, batch: i32, units: i32, packed: usize, gates: usize, hs: usize, cs: usize, cStep: i32, fresh: i32,
): void {
  const columns = 4 * units;
  const state = bytes(batch * units);
  for (let t = 0; t < time; t++) {
    if (t > 0 || !fresh) gemm(batch, columns, units, hs, units, packed, gates, columns, 1);
    lstmForward(batch, units, gates, cs, cs + bytes(cStep), hs + state);
    gates += bytes(batch * columns);
    hs += state;
    cs += bytes(cStep);
  }
}

/**
 * The way back from the last of `time` steps to a fresh first. gates in: as lstmSequence left them, out: gradients of the
 * pre-activations. packed: W_h transposed. dOut: gradients of h_1 … h_T, `outStep` numbers from one to the next; `last`: of
 * h_T alone. dh, dc [batch][units] in: 0. dMask (0: not wanted) += what the steps mean for a mask of ones over the units,
 * which without it would keep their state (`carry`) or be 0; scratch [batch][units] then.
 */
export function lstmSequenceBackward(
  time: i32, batch: i32, units: i32, packed: usize, gates: usize, hs: usize, cs: usize,
  dOut: usize, outStep: i32, last: i32, dh: usize, dc: usize, dMask: usize, carry: i32, scratch: usize,
): void {
  const columns = 4 * units;
  const size = batch * units;
  const state = bytes(size);
  for (let t = time - 1; t >= 0; t--) {
    const h = hs + <usize>t * state;
    const c = cs + <usize>t * state;
    const at = gates + <usize>t * bytes(batch * columns);
    if (!last) addInto(size, dOut + <usize>t * bytes(outStep), dh);
    else if (t == time - 1) addInto(size, dOut, dh);
    if (dMask) {
      addTaken(size, dh, h + state, h, carry, dMask);
      addTaken(size, dc, c + state, c, carry, dMask);
    }
    lstmBackward(batch, units, at, c, c + state, dh, dc);
    // h reaches the next state by way of the products alone.
    memory.fill(dh, 0, state);
    if (t > 0) stateBackward(batch, columns, units, at, packed, h, dh, dMask, scratch);
  }
}

/** dMask += d (taken − old), or d taken where the state would not be carried. */
export function addTaken(n: i32, d: usize, taken: usize, old: usize, carry: i32, dMask: usize): void {
  if (carry) mulDifferenceInto(n, d, taken, old, dMask);
  else mulAddInto(n, d, taken, dMask);
}

/** dh += d W', d [batch][columns]; and dMask += h (d W') if it is wanted. */
export function stateBackward(
  batch: i32, columns: i32, units: i32, d: usize, packed: usize, h: usize, dh: usize, dMask: usize, scratch: usize,
): void {
  if (!dMask) {
    gemm(batch, units, columns, d, columns, packed, dh, units, 1);
    return;
  }
  gemm(batch, units, columns, d, columns, packed, scratch, units, 0);
  addInto(batch * units, scratch, dh);
  mulAddInto(batch * units, scratch, h, dMask);
}
