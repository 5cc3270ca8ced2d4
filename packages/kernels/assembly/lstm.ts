/**
 * Element-wise part of the dense LSTM, after the matrix products. Gates [batch][4 * units], gate-major: i f o g.
 *
 *   forward    i f o = sigmoid(a), g = tanh(a);  c = f c' + i g;  h = o tanh c
 *   backward   from dL/dh, dL/dc of this step to dL/da of the gates and dL/dc of the step before
 */
import { tanhV } from './math';
import { sigmoidInto, tanhInto } from './math-arrays';
import { storeLanes } from './partial-store';

/** Gates in: pre-activations, out: i f o g; cPrev, c, h [batch][units]. */
export function lstmForward(batch: i32, units: i32, gates: usize, cPrev: usize, c: usize, h: usize): void {
  const size = <usize>units << 2;
  if (units <= 0) return;
  for (let b = 0; b < batch; b++) {
    const fs = gates + size;
    const os = fs + size;
    const gs = os + size;
    // One activation a loop: two in a row would wait for each other. i f o lie together.
    sigmoidInto(3 * units, gates, gates);
    tanhInto(units, gs, gs);
    let left = units;
    do {
      const at = (<usize>(units - left)) << 2;
      const kept = f32x4.mul(v128.load(fs + at), v128.load(cPrev + at));
      const cell = f32x4.add(kept, f32x4.mul(v128.load(gates + at), v128.load(gs + at)));
      storeLanes(c + at, cell, left);
      storeLanes(h + at, f32x4.mul(v128.load(os + at), tanhV(cell)), left);
      left -= 4;
    } while (left > 0);
    gates += size << 2;
    cPrev += size;
    c += size;
    h += size;
  }
}

/** Gates in: i f o g, out: gradients of the pre-activations. dc in: dL/dc of this step, out: of the step before. */
export function lstmBackward(
  batch: i32, units: i32, gates: usize, cPrev: usize, c: usize, dh: usize, dc: usize,
): void {
  const size = <usize>units << 2;
  if (units <= 0) return;
  const one = f32x4.splat(1);
  for (let b = 0; b < batch; b++) {
    const fs = gates + size;
    const os = fs + size;
    const gs = os + size;
    let left = units;
    do {
      const at = (<usize>(units - left)) << 2;
      const i = v128.load(gates + at);
      const f = v128.load(fs + at);
      const o = v128.load(os + at);
      const g = v128.load(gs + at);
      const squashed = tanhV(v128.load(c + at));
      const dState = v128.load(dh + at);
      const slope = f32x4.mul(o, f32x4.sub(one, f32x4.mul(squashed, squashed)));
      const dCell = f32x4.add(v128.load(dc + at), f32x4.mul(dState, slope));
      const di = f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i)));
      const df = f32x4.mul(f32x4.mul(dCell, v128.load(cPrev + at)), f32x4.mul(f, f32x4.sub(one, f)));
      const dO = f32x4.mul(f32x4.mul(dState, squashed), f32x4.mul(o, f32x4.sub(one, o)));
      const dg = f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g)));
      storeLanes(gates + at, di, left);
      storeLanes(fs + at, df, left);
      storeLanes(os + at, dO, left);
      storeLanes(gs + at, dg, left);
      storeLanes(dc + at, f32x4.mul(dCell, f), left);
      left -= 4;
    } while (left > 0);
    gates += size << 2;
    cPrev += size;
    c += size;
    dh += size;
    dc += size;
  }
}
