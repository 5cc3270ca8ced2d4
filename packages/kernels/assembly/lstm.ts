/**
 * Element-wise part of the dense LSTM, after the matrix products. Gates [batch][4 * units], gate-major: i f o g.
 *
 *   forward    i f o = sigmoid(a), g = tanh(a);  c = f c' + i g;  h = o tanh c
 *   backward   from dL/dh, dL/dc of this step to dL/da of the gates and dL/dc of the step before
 *
 * Loops take two neighbouring vectors a round: all loads before all stores, for V8 to join.
 */
import { mulInto } from './elementwise';
import { constant, ONE } from './math';
import { sigmoidInto, tanhInto } from './math-arrays';
import { storeLanes } from './partial-store';

/** Gates in: pre-activations, out: i f o g; cPrev, c, h [batch][units]. */
export function lstmForward(batch: i32, units: i32, gates: usize, cPrev: usize, c: usize, h: usize): void {
  const size = <usize>units << 2;
  if (units <= 0) return;
  for (let b = 0; b < batch; b++) {
    const os = gates + 2 * size;
    const gs = os + size;
    // i f o lie together.
    sigmoidInto(3 * units, gates, gates);
    tanhInto(units, gs, gs);
    cells(units, gates, gates + size, gs, cPrev, c);
    tanhInto(units, c, h);
    mulInto(units, os, h);
    gates += size << 2;
    cPrev += size;
    c += size;
    h += size;
  }
}

/** c = f c' + i g. */
function cells(n: i32, i: usize, f: usize, g: usize, cPrev: usize, c: usize): void {
  for (; n >= 8; n -= 8) {
    const kept0 = f32x4.mul(v128.load(f), v128.load(cPrev));
    const kept1 = f32x4.mul(v128.load(f, 16), v128.load(cPrev, 16));
    const cell0 = f32x4.add(kept0, f32x4.mul(v128.load(i), v128.load(g)));
    const cell1 = f32x4.add(kept1, f32x4.mul(v128.load(i, 16), v128.load(g, 16)));
    v128.store(c, cell0);
    v128.store(c, cell1, 16);
    i += 32;
    f += 32;
    g += 32;
    cPrev += 32;
    c += 32;
  }
  for (; n > 0; n -= 4) {
    const kept = f32x4.mul(v128.load(f), v128.load(cPrev));
    storeLanes(c, f32x4.add(kept, f32x4.mul(v128.load(i), v128.load(g))), n);
    i += 16;
    f += 16;
    g += 16;
    cPrev += 16;
    c += 16;
  }
}

/** Units whose tanh c is kept at a time. */
const CHUNK: i32 = 256;
const SQUASHED: usize = memory.data(1024 + 64, 64);

/** Gates in: i f o g, out: gradients of the pre-activations. dc in: dL/dc of this step, out: of the step before. */
export function lstmBackward(
  batch: i32, units: i32, gates: usize, cPrev: usize, c: usize, dh: usize, dc: usize,
): void {
  const size = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    for (let from = 0; from < units; from += CHUNK) {
      const n = min(units - from, CHUNK);
      const at = <usize>from << 2;
      tanhInto(n, c + at, SQUASHED);
      gradients(n, gates + at, size, cPrev + at, dh + at, dc + at);
    }
    gates += size << 2;
    cPrev += size;
    c += size;
    dh += size;
    dc += size;
  }
}

/** n units, `size` bytes from one of their gates to the next; tanh c in SQUASHED. */
function gradients(n: i32, is: usize, size: usize, cPrev: usize, dh: usize, dc: usize): void {
  const one = constant(ONE);
  let fs = is + size;
  let os = fs + size;
  let gs = os + size;
  let squashed = SQUASHED;
  for (; n >= 8; n -= 8) {
    const i0 = v128.load(is);
    const f0 = v128.load(fs);
    const o0 = v128.load(os);
    const g0 = v128.load(gs);
    const s0 = v128.load(squashed);
    const dState0 = v128.load(dh);
    const slope0 = f32x4.mul(o0, f32x4.sub(one, f32x4.mul(s0, s0)));
    const dCell0 = f32x4.add(v128.load(dc), f32x4.mul(dState0, slope0));
    const di0 = f32x4.mul(f32x4.mul(dCell0, g0), f32x4.mul(i0, f32x4.sub(one, i0)));
    const df0 = f32x4.mul(f32x4.mul(dCell0, v128.load(cPrev)), f32x4.mul(f0, f32x4.sub(one, f0)));
    const dO0 = f32x4.mul(f32x4.mul(dState0, s0), f32x4.mul(o0, f32x4.sub(one, o0)));
    const dg0 = f32x4.mul(f32x4.mul(dCell0, i0), f32x4.sub(one, f32x4.mul(g0, g0)));
    const kept0 = f32x4.mul(dCell0, f0);
    const i1 = v128.load(is, 16);
    const f1 = v128.load(fs, 16);
    const o1 = v128.load(os, 16);
    const g1 = v128.load(gs, 16);
    const s1 = v128.load(squashed, 16);
    const dState1 = v128.load(dh, 16);
    const slope1 = f32x4.mul(o1, f32x4.sub(one, f32x4.mul(s1, s1)));
    const dCell1 = f32x4.add(v128.load(dc, 16), f32x4.mul(dState1, slope1));
    const di1 = f32x4.mul(f32x4.mul(dCell1, g1), f32x4.mul(i1, f32x4.sub(one, i1)));
    const df1 = f32x4.mul(f32x4.mul(dCell1, v128.load(cPrev, 16)), f32x4.mul(f1, f32x4.sub(one, f1)));
    const dO1 = f32x4.mul(f32x4.mul(dState1, s1), f32x4.mul(o1, f32x4.sub(one, o1)));
    const dg1 = f32x4.mul(f32x4.mul(dCell1, i1), f32x4.sub(one, f32x4.mul(g1, g1)));
    const kept1 = f32x4.mul(dCell1, f1);
    v128.store(is, di0);
    v128.store(is, di1, 16);
    v128.store(fs, df0);
    v128.store(fs, df1, 16);
    v128.store(os, dO0);
    v128.store(os, dO1, 16);
    v128.store(gs, dg0);
    v128.store(gs, dg1, 16);
    v128.store(dc, kept0);
    v128.store(dc, kept1, 16);
    is += 32;
    fs += 32;
    os += 32;
    gs += 32;
    squashed += 32;
    cPrev += 32;
    dh += 32;
    dc += 32;
  }
  for (; n > 0; n -= 4) {
    const i = v128.load(is);
    const f = v128.load(fs);
    const o = v128.load(os);
    const g = v128.load(gs);
    const s = v128.load(squashed);
    const dState = v128.load(dh);
    const slope = f32x4.mul(o, f32x4.sub(one, f32x4.mul(s, s)));
    const dCell = f32x4.add(v128.load(dc), f32x4.mul(dState, slope));
    const di = f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i)));
    const df = f32x4.mul(f32x4.mul(dCell, v128.load(cPrev)), f32x4.mul(f, f32x4.sub(one, f)));
    const dO = f32x4.mul(f32x4.mul(dState, s), f32x4.mul(o, f32x4.sub(one, o)));
    const dg = f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g)));
    const kept = f32x4.mul(dCell, f);
    storeLanes(is, di, n);
    storeLanes(fs, df, n);
    storeLanes(os, dO, n);
    storeLanes(gs, dg, n);
    storeLanes(dc, kept, n);
    is += 16;
    fs += 16;
    os += 16;
    gs += 16;
    squashed += 16;
    cPrev += 16;
    dh += 16;
    dc += 16;
  }
}
