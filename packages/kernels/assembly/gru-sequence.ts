/** The dense GRU over a run of steps, its time loop included: the products with the state, and gru.ts between them. */
import { addInto } from './adam';
import { bytes } from './copy';
import { gemm } from './gemm';
import { gruBackward, gruForward } from './gru';
import { addTaken, stateBackward } from './lstm-sequence';
import { fillRows } from './rows';

/**
 * ax [time][batch][3 units] in: x W_x + b, out: r z n. ah alike, out: bias + h W_h. hs [time + 1][batch][units]: the first
 * is read, the others are written. packed: W_h; bias [3 units]: that of the state's product. fresh: the first h is 0, and no
 * product reads it.
 */
export function gruSequence(
  time: i32, batch: i32, units: i32, packed: usize, ax: usize, ah: usize, bias: usize, hs: usize, fresh: i32,
): void {
  const columns = 3 * units;
  const state = bytes(batch * units);
  const step = bytes(batch * columns);
  for (let t = 0; t < time; t++) {
    fillRows(batch, columns, bias, ah, columns);
    if (t > 0 || !fresh) gemm(batch, columns, units, hs, units, packed, ah, columns, 1);
    gruForward(batch, units, ax, ah, hs, hs + state);
    ax += step;
    ah += step;
    hs += state;
  }
}

/**
 * The way back from the last of `time` steps to a fresh first; as lstmSequenceBackward, but that ax and ah in: as
 * gruSequence left them, out: gradients of both products.
 */
export function gruSequenceBackward(
  time: i32, batch: i32, units: i32, packed: usize, ax: usize, ah: usize, hs: usize,
  dOut: usize, outStep: i32, last: i32, dh: usize, dMask: usize, carry: i32, scratch: usize,
): void {
  const columns = 3 * units;
  const size = batch * units;
  const state = bytes(size);
  for (let t = time - 1; t >= 0; t--) {
    const h = hs + <usize>t * state;
    const step = <usize>t * bytes(batch * columns);
    if (!last) addInto(size, dOut + <usize>t * bytes(outStep), dh);
    else if (t == time - 1) addInto(size, dOut, dh);
    if (dMask) addTaken(size, dh, h + state, h, carry, dMask);
    gruBackward(batch, units, ax + step, ah + step, h, dh, dh);
    if (t > 0) stateBackward(batch, columns, units, ah + step, packed, h, dh, dMask, scratch);
  }
}
