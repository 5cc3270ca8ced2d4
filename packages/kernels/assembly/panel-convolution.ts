/**
 * Causal convolution of sequences of which a sample keeps a panel of eight channels in some steps, see panel-lists.ts: what goes in
 * elsewhere is 0, and what comes out elsewhere is not asked for.
 *
 *   y[t] = sum over kept s <= t of k[t - s] u[s]     k [L][8], d added to k[0]
 *
 * It costs pairs of kept steps, not transforms: with a tenth of the steps a hundredth of the direct sum. Kernels and values are
 * vectors of the panel's channels, so pairs need no gathering. starts and entries: those of one panel as invertPanels gives
 * them. Order of the sums: kept steps ascending, backward in two sums, of every other step, that are added up.
 */
import { bytes } from './copy';
import { at } from './group-panels';

/** Numbers of scratch: a sample's steps and two runs of values. */
export function panelConvolveScratch(L: i32): i32 {
  return 17 * L;
}

/** Of n entries: bytes of their lags to `times`, their values to `values`. */
@inline
function collect(n: i32, entry: usize, x: usize, times: usize, values: usize): void {
  for (let i = 0; i < n; i++, entry += 8, times += 4, values += 32) {
    i32.store(times, i32.load(entry) << 5);
    const from = x + (<usize>i32.load(entry, 4) << 5);
    const low = v128.load(from);
    const high = v128.load(from, 16);
    v128.store(values, low);
    v128.store(values, high, 16);
  }
}

@inline
function fma(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

@inline
function put(to: usize, low: v128, high: v128): void {
  v128.store(to, low);
  v128.store(to, high, 16);
}

/** y [places][8] of the panel, from u; y may be u. */
export function panelConvolve(
  L: i32, batch: i32, starts: usize, entries: usize, k: usize, u: usize, y: usize, scratch: usize,
): void {
  const times = scratch;
  const values = scratch + bytes(L);
  for (let b = 0; b < batch; b++) {
    const first = at(starts, b);
    const n = at(starts, b + 1) - first;
    let entry = entries + (<usize>first << 3);
    collect(n, entry, u, times, values);
    let i = 0;
    for (; i + 4 <= n; i += 4, entry += 32) {
      const k0 = k + <usize>at(times, i);
      const k1 = k + <usize>at(times, i + 1);
      const k2 = k + <usize>at(times, i + 2);
      const k3 = k + <usize>at(times, i + 3);
      let a0 = f32x4.splat(0);
      let a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
      let v = values;
      let t = times;
      const end = times + bytes(i);
      // All four have the steps up to the first of them.
      do {
        const lag = <usize>i32.load(t);
        const low = v128.load(v);
        const high = v128.load(v, 16);
        a0 = fma(a0, low, v128.load(k0 - lag));
        a1 = fma(a1, high, v128.load(k0 - lag, 16));
        b0 = fma(b0, low, v128.load(k1 - lag));
        b1 = fma(b1, high, v128.load(k1 - lag, 16));
        c0 = fma(c0, low, v128.load(k2 - lag));
        c1 = fma(c1, high, v128.load(k2 - lag, 16));
        d0 = fma(d0, low, v128.load(k3 - lag));
        d1 = fma(d1, high, v128.load(k3 - lag, 16));
        t += 4;
        v += 32;
      } while (t <= end);
      let lag = <usize>i32.load(t);
      b0 = fma(b0, v128.load(v), v128.load(k1 - lag));
      b1 = fma(b1, v128.load(v, 16), v128.load(k1 - lag, 16));
      c0 = fma(c0, v128.load(v), v128.load(k2 - lag));
      c1 = fma(c1, v128.load(v, 16), v128.load(k2 - lag, 16));
      d0 = fma(d0, v128.load(v), v128.load(k3 - lag));
      d1 = fma(d1, v128.load(v, 16), v128.load(k3 - lag, 16));
      lag = <usize>i32.load(t, 4);
      c0 = fma(c0, v128.load(v, 32), v128.load(k2 - lag));
      c1 = fma(c1, v128.load(v, 48), v128.load(k2 - lag, 16));
      d0 = fma(d0, v128.load(v, 32), v128.load(k3 - lag));
      d1 = fma(d1, v128.load(v, 48), v128.load(k3 - lag, 16));
      d0 = fma(d0, v128.load(v, 64), v128.load(k));
      d1 = fma(d1, v128.load(v, 80), v128.load(k, 16));
      put(y + (<usize>i32.load(entry, 4) << 5), a0, a1);
      put(y + (<usize>i32.load(entry, 12) << 5), b0, b1);
      put(y + (<usize>i32.load(entry, 20) << 5), c0, c1);
      put(y + (<usize>i32.load(entry, 28) << 5), d0, d1);
    }
    for (; i < n; i++, entry += 8) {
      const k0 = k + <usize>at(times, i);
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let v = values;
      for (let t = times; t <= times + bytes(i); t += 4, v += 32) {
        const lag = <usize>i32.load(t);
        a0 = fma(a0, v128.load(v), v128.load(k0 - lag));
        a1 = fma(a1, v128.load(v, 16), v128.load(k0 - lag, 16));
      }
      put(y + (<usize>i32.load(entry, 4) << 5), a0, a1);
    }
  }
}

/** From dy the gradient du of the panel (may be dy); adds to dk [L][8]. */
export function panelConvolveBackward(
  L: i32, batch: i32, starts: usize, entries: usize, k: usize, u: usize, dy: usize,
  du: usize, dk: usize, scratch: usize,
): void {
  const times = scratch;
  const valuesU = scratch + bytes(L);
  const valuesD = valuesU + bytes(8 * L);
  for (let b = 0; b < batch; b++) {
    const first = at(starts, b);
    const n = at(starts, b + 1) - first;
    let entry = entries + (<usize>first << 3);
    collect(n, entry, u, times, valuesU);
    collect(n, entry, dy, times, valuesD);
    for (let j = 0; j < n; j++, entry += 8) {
      const step = <usize>at(times, j);
      const low = v128.load(valuesU + (<usize>j << 5));
      const high = v128.load(valuesU + (<usize>j << 5), 16);
      let a0 = f32x4.splat(0);
      let a1 = a0, b0 = a0, b1 = a0;
      let t = times + bytes(j);
      let v = valuesD + (<usize>j << 5);
      const end = times + bytes(n);
      for (; t + 8 <= end; t += 8, v += 64) {
        const lag = <usize>i32.load(t) - step;
        const next = <usize>i32.load(t, 4) - step;
        const d0 = v128.load(v);
        const d1 = v128.load(v, 16);
        const e0 = v128.load(v, 32);
        const e1 = v128.load(v, 48);
        a0 = fma(a0, d0, v128.load(k + lag));
        a1 = fma(a1, d1, v128.load(k + lag, 16));
        b0 = fma(b0, e0, v128.load(k + next));
        b1 = fma(b1, e1, v128.load(k + next, 16));
        const l0 = fma(v128.load(dk + lag), low, d0);
        const l1 = fma(v128.load(dk + lag, 16), high, d1);
        const n0 = fma(v128.load(dk + next), low, e0);
        const n1 = fma(v128.load(dk + next, 16), high, e1);
        put(dk + lag, l0, l1);
        put(dk + next, n0, n1);
      }
      if (t < end) {
        const lag = <usize>i32.load(t) - step;
        const d0 = v128.load(v);
        const d1 = v128.load(v, 16);
        a0 = fma(a0, d0, v128.load(k + lag));
        a1 = fma(a1, d1, v128.load(k + lag, 16));
        const l0 = fma(v128.load(dk + lag), low, d0);
        const l1 = fma(v128.load(dk + lag, 16), high, d1);
        put(dk + lag, l0, l1);
      }
      put(du + (<usize>i32.load(entry, 4) << 5), f32x4.add(a0, b0), f32x4.add(a1, b1));
    }
  }
}
