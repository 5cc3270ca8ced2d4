/**
 * The voltages after an unfold, see ltc.ts, and their gradients. With T the denominator and v' the result:
 *
 *   dnum = dv' / T,  dden = -v' dnum,  dv = cmt dnum,  dcmt += (v - v') dnum,  dgl += dden,  dglvl += dnum
 */
import { at, countOf, indexAt, listOf } from './ltc-lists';

/** Keeps the denominator from 0. */
const EPSILON: f32 = 1e-8;

export function ltcSolve(
  batch: i32,
  units: i32,
  cmt: usize,
  gl: usize,
  glvl: usize,
  num: usize,
  den: usize,
  numIn: usize,
  denIn: usize,
  rowList: usize,
  rowCounts: usize,
  rowStride: i32,
  vPrev: usize,
  v: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const rows = listOf(rowList, b, rowStride);
    const count = countOf(rowList, rowCounts, b, units);
    for (let k = 0; k < count; k++) {
      const i = indexAt(rows, k);
      const bi = b * units + i;
      const capacity = load<f32>(at(cmt, i));
      // Numerator and denominator add in the same order: rounding is monotonic, so |v| <= 1 holds to the last bit.
      const above =
        capacity * load<f32>(at(vPrev, bi)) +
        load<f32>(at(glvl, i)) +
        load<f32>(at(num, bi)) +
        load<f32>(at(numIn, bi));
      store<f32>(at(v, bi), above / total(capacity, gl, den, denIn, i, bi));
    }
  }
}

/** The denominator of unit i. */
@inline
function total(capacity: f32, gl: usize, den: usize, denIn: usize, i: i32, bi: i32): f32 {
  return capacity + load<f32>(at(gl, i)) + load<f32>(at(den, bi)) + load<f32>(at(denIn, bi)) + EPSILON;
}

export function ltcSolveBackward(
  batch: i32,
  units: i32,
  cmt: usize,
  gl: usize,
  den: usize,
  denIn: usize,
  rowList: usize,
  rowCounts: usize,
  rowStride: i32,
  vPrev: usize,
  v: usize,
  dv: usize,
  dvPrev: usize,
  dnum: usize,
  dden: usize,
  dcmt: usize,
  dgl: usize,
  dglvl: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const rows = listOf(rowList, b, rowStride);
    const count = countOf(rowList, rowCounts, b, units);
    for (let k = 0; k < count; k++) {
      const i = indexAt(rows, k);
      const bi = b * units + i;
      const capacity = load<f32>(at(cmt, i));
      const above = load<f32>(at(dv, bi)) / total(capacity, gl, den, denIn, i, bi);
      const after = load<f32>(at(v, bi));
      const below = -above * after;
      store<f32>(at(dvPrev, bi), capacity * above);
      store<f32>(at(dnum, bi), above);
      store<f32>(at(dden, bi), below);
      add(at(dcmt, i), above * (load<f32>(at(vPrev, bi)) - after));
      add(at(dgl, i), below);
      add(at(dglvl, i), above);
    }
  }
}

/** Adds to a number in memory. */
@inline
function add(address: usize, x: f32): void {
  store<f32>(address, load<f32>(address) + x);
}
