/**
 * What the synapse kernels have in common: a record a source in scratch memory, and the sigmoids of four targets.
 *
 * Records let the loops over sources do without branches. The kernels run several short loops over them, not a long
 * one: a synapse is a chain of some 70 cycles, and out-of-order execution overlaps more of them if little else stands
 * between. The loops test at their end because only then the engine keeps constants in registers.
 */
import { at, indexAt, multiplierAt } from './ltc-lists';
import { sigmoidEach } from './math-arrays';

/**
 * A source's record: byte offset of its column of parameters, voltage, multiplier, position in the list; then four
 * lanes each of q, of its voltage's gradient and of its multiplier's gradient.
 */
export const RECORD: usize = 64;
export const VOLTAGE: usize = 4;
export const MULTIPLIER: usize = 8;
export const POSITION: usize = 12;
export const Q: usize = 16;
export const D_VOLTAGE: usize = 32;
export const D_MULTIPLIER: usize = 48;

/** Appends the records of the sources whose multiplier is 0, or of those where it is not. Returns their end. */
export function record(
  end: usize,
  silent: bool,
  column: usize,
  volts: usize,
  list: usize,
  mask: usize,
  count: i32,
): usize {
  for (let k = 0; k < count; k++) {
    const m = multiplierAt(mask, k);
    if ((m == 0) != silent) continue;
    const j = indexAt(list, k);
    store<usize>(end, <usize>j * column);
    store<f32>(end, load<f32>(at(volts, j)), VOLTAGE);
    store<f32>(end, m, MULTIPLIER);
    store<i32>(end, k, POSITION);
    v128.store(end, f32x4.splat(0), D_VOLTAGE);
    v128.store(end, f32x4.splat(0), D_MULTIPLIER);
    end += RECORD;
  }
  return end;
}

/** Writes q of four targets, whose parameters are at p0..p3 in a column, into the records. */
export function activate(begin: usize, end: usize, p0: usize, p1: usize, p2: usize, p3: usize): void {
  if (begin >= end) return;
  let r = begin;
  do {
    const column = load<usize>(r);
    const a = v128.shuffle<f32>(v128.load(p0 + column), v128.load(p1 + column), 1, 2, 5, 6);
    const b = v128.shuffle<f32>(v128.load(p2 + column), v128.load(p3 + column), 1, 2, 5, 6);
    const mu = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
    const sigma = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
    v128.store(r, f32x4.mul(sigma, f32x4.sub(v128.load32_splat(r, VOLTAGE), mu)), Q);
    r += RECORD;
  } while (r < end);
  sigmoidEach(begin, end, RECORD, Q);
}
