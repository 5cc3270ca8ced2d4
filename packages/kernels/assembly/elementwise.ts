/** Element-wise steps between the products of router and cells, two neighbouring vectors a round for V8 to join. */
import { constant, ONE } from './math';
import { storeLanes } from './partial-store';

/** y = x ⊙ y over n numbers. */
export function mulInto(n: i32, x: usize, y: usize): void {
  for (; n >= 8; n -= 8, x += 32, y += 32) {
    const y0 = f32x4.mul(v128.load(x), v128.load(y));
    const y1 = f32x4.mul(v128.load(x, 16), v128.load(y, 16));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
  for (; n > 0; n -= 4, x += 16, y += 16) storeLanes(y, f32x4.mul(v128.load(x), v128.load(y)), n);
}

/** dx = dx (1 − y²) over n numbers, for y = tanh x. */
export function tanhBackward(n: i32, y: usize, dx: usize): void {
  const one = constant(ONE);
  for (; n >= 8; n -= 8, y += 32, dx += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const d0 = f32x4.mul(v128.load(dx), f32x4.sub(one, f32x4.mul(y0, y0)));
    const d1 = f32x4.mul(v128.load(dx, 16), f32x4.sub(one, f32x4.mul(y1, y1)));
    v128.store(dx, d0);
    v128.store(dx, d1, 16);
  }
  for (; n > 0; n -= 4, y += 16, dx += 16) {
    const value = v128.load(y);
    storeLanes(dx, f32x4.mul(v128.load(dx), f32x4.sub(one, f32x4.mul(value, value))), n);
  }
}

/**
 * Which of two states a unit takes: out = old + m (fresh − old) if `carry`, else m fresh; exactly fresh where m is 1.
 */
export function mergeStates(n: i32, mask: usize, carry: i32, old: usize, fresh: usize, out: usize): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const m = load<f32>(mask + at);
    const before = carry ? load<f32>(old + at) : <f32>0;
    const candidate = load<f32>(fresh + at);
    store<f32>(out + at, m == 1 ? candidate : m == 0 ? before : before + m * (candidate - before));
  }
}

/**
 * The gradients of `mergeStates`: dFresh = m dOut, dOut becomes that of old ((1 − m) dOut or 0), and dMask (0: not
 * wanted) = dOut (fresh − old), or dOut fresh.
 */
export function mergeStatesBackward(
  n: i32,
  mask: usize,
  carry: i32,
  old: usize,
  fresh: usize,
  dOut: usize,
  dFresh: usize,
  dMask: usize,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const m = load<f32>(mask + at);
    const gradient = load<f32>(dOut + at);
    const before = carry ? load<f32>(old + at) : <f32>0;
    store<f32>(dFresh + at, m * gradient);
    if (dMask != 0) store<f32>(dMask + at, gradient * (load<f32>(fresh + at) - before));
    store<f32>(dOut + at, carry ? (<f32>1 - m) * gradient : <f32>0);
  }
}

/** y = scale ⊙ x + shift for each of `rows` rows of n numbers; scale and shift [n]. */
export function affineRows(rows: i32, n: i32, x: usize, scale: usize, shift: usize, y: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < n; j++, x += 4, y += 4) {
      const at = (<usize>j) << 2;
      store<f32>(y, load<f32>(scale + at) * load<f32>(x) + load<f32>(shift + at));
    }
  }
}

/** out += d (fresh − old) over n numbers: what a state that was taken whole says of the mask that let it. */
export function mulDifferenceInto(n: i32, d: usize, fresh: usize, old: usize, out: usize): void {
  for (let i = 0; i < n; i++, d += 4, fresh += 4, old += 4, out += 4) {
    store<f32>(out, load<f32>(out) + load<f32>(d) * (load<f32>(fresh) - load<f32>(old)));
  }
}

/** Parts a mask by another: inside = mask where `by` is not 0, else 0; outside = mask where it is 0, else 0. */
export function splitMask(n: i32, mask: usize, by: usize, inside: usize, outside: usize): void {
  for (let i = 0; i < n; i++, mask += 4, by += 4, inside += 4, outside += 4) {
    const m = load<f32>(mask);
    const within = load<f32>(by) != 0;
    store<f32>(inside, within ? m : 0);
    store<f32>(outside, within ? 0 : m);
  }
}
