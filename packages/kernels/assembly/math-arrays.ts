/** exp, sigmoid, tanh and log over arrays; x and y may be the same. */
import {
  constant, exp2Minus1, expV, logV, LOWER, ONE, POLYNOMIAL, ROUND, SIGMOID_FACTOR, TANH_FACTOR, TWO, UPPER,
} from './math';
import { storeLanes } from './partial-store';

/** y = e^x over n numbers. */
export function expInto(n: i32, x: usize, y: usize): void {
  if (n <= 0) return;
  do {
    storeLanes(y, expV(v128.load(x)), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}

/** y = 1 / (1 + e^-x) over n numbers. */
export function sigmoidInto(n: i32, x: usize, y: usize): void {
  squashInto(n, x, y, false);
}

/** y = tanh x over n numbers. */
export function tanhInto(n: i32, x: usize, y: usize): void {
  squashInto(n, x, y, true);
}

/** The four numbers at `offset` of each record become their sigmoids; records of `size` bytes lie from begin to end. */
@inline
export function sigmoidEach(begin: usize, end: usize, size: usize, offset: usize): void {
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
  const factor = constant(SIGMOID_FACTOR);
  for (let at = begin + offset; at < end; at += size) {
    const t = f32x4.mul(v128.load(at), factor);
    const e = exp2Minus1(t, upper, lower, round, one, p1, p2, p3, p4, p5, p6);
    v128.store(at, f32x4.div(one, f32x4.add(e, two)));
  }
}

/** Two neighbouring vectors a round, for V8 to join. */
@inline
function squashInto(n: i32, x: usize, y: usize, tanh: bool): void {
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
  const factor = constant(tanh ? TANH_FACTOR : SIGMOID_FACTOR);
  for (; n >= 8; n -= 8, x += 32, y += 32) {
    const t0 = f32x4.mul(v128.load(x), factor);
    const t1 = f32x4.mul(v128.load(x, 16), factor);
    const e0 = exp2Minus1(t0, upper, lower, round, one, p1, p2, p3, p4, p5, p6);
    const e1 = exp2Minus1(t1, upper, lower, round, one, p1, p2, p3, p4, p5, p6);
    v128.store(y, f32x4.div(tanh ? e0 : one, f32x4.add(e0, two)));
    v128.store(y, f32x4.div(tanh ? e1 : one, f32x4.add(e1, two)), 16);
  }
  for (; n > 0; n -= 4, x += 16, y += 16) {
    const t = f32x4.mul(v128.load(x), factor);
    const e = exp2Minus1(t, upper, lower, round, one, p1, p2, p3, p4, p5, p6);
    storeLanes(y, f32x4.div(tanh ? e : one, f32x4.add(e, two)), n);
  }
}

/** y = ln x over n numbers. */
export function logInto(n: i32, x: usize, y: usize): void {
  if (n <= 0) return;
  do {
    storeLanes(y, logV(v128.load(x)), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}
