/**
 * layer-norm.ts over rows that keep some panels of eight channels, see panel-lists.ts: the same equations, the sums over a row's places.
 * mask8 [places][8] is 0 where there is no channel; gain and bias [count][8].
 */
import { bytes } from './copy';
import { at } from './group-panels';
import { sumLanes } from './partial-store';

export function panelNorm(
  rows: i32, offsets: usize, panels: usize, x: usize, mask8: usize, gain: usize, bias: usize, epsilon: f32,
  y: usize, mean: usize, inverse: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const first = <usize>at(offsets, r) << 5;
    const end = <usize>at(offsets, r + 1) << 5;
    let weights = f32x4.splat(0);
    let sums = weights;
    for (let p = first; p < end; p += 16) {
      const m = v128.load(mask8 + p);
      weights = f32x4.add(weights, m);
      sums = f32x4.add(sums, f32x4.mul(m, v128.load(x + p)));
    }
    const total = sumLanes(weights);
    const center: f32 = total == 0 ? 0 : sumLanes(sums) / total;
    const c = f32x4.splat(center);
    sums = f32x4.splat(0);
    for (let p = first; p < end; p += 16) {
      const d = f32x4.sub(v128.load(x + p), c);
      sums = f32x4.add(sums, f32x4.mul(v128.load(mask8 + p), f32x4.mul(d, d)));
    }
    const variance: f32 = total == 0 ? 0 : sumLanes(sums) / total;
    const scale: f32 = 1 / sqrt<f32>(variance + epsilon);
    const s = f32x4.splat(scale);
    let list = panels + (first >> 3);
    for (let p = first; p < end; p += 32, list += 4) {
      const q = <usize>i32.load(list) << 5;
      const z0 = f32x4.mul(f32x4.sub(v128.load(x + p), c), s);
      const z1 = f32x4.mul(f32x4.sub(v128.load(x + p, 16), c), s);
      const y0 = f32x4.add(f32x4.mul(z0, v128.load(gain + q)), v128.load(bias + q));
      const y1 = f32x4.add(f32x4.mul(z1, v128.load(gain + q, 16)), v128.load(bias + q, 16));
      const out0 = f32x4.mul(v128.load(mask8 + p), y0);
      const out1 = f32x4.mul(v128.load(mask8 + p, 16), y1);
      v128.store(y + p, out0);
      v128.store(y + p, out1, 16);
    }
    f32.store(mean + bytes(r), center);
    f32.store(inverse + bytes(r), scale);
  }
}

/** The gradient of y in d becomes that of x; adds to dGain, dBias [count][8] and, if it is wanted, to dMask8. */
export function panelNormBackward(
  rows: i32, offsets: usize, panels: usize, x: usize, mask8: usize, gain: usize, bias: usize, epsilon: f32,
  mean: usize, inverse: usize, d: usize, dGain: usize, dBias: usize, dMask8: usize,
): void {
  const halves = f32x4.splat(0.5);
  for (let r = 0; r < rows; r++) {
    const first = <usize>at(offsets, r) << 5;
    const end = <usize>at(offsets, r + 1) << 5;
    const c = v128.load32_splat(mean + bytes(r));
    const scale = f32.load(inverse + bytes(r));
    const s = f32x4.splat(scale);
    let weights = f32x4.splat(0);
    let sumsA = weights;
    let sumsB = weights;
    let list = panels + (first >> 3);
    for (let p = first; p < end; p += 16) {
      const place = (<usize>i32.load(list) << 5) + (p & 16);
      const m = v128.load(mask8 + p);
      const z = f32x4.mul(f32x4.sub(v128.load(x + p), c), s);
      const dy = f32x4.mul(v128.load(d + p), m);
      const e = f32x4.mul(dy, v128.load(gain + place));
      weights = f32x4.add(weights, m);
      sumsA = f32x4.add(sumsA, e);
      sumsB = f32x4.add(sumsB, f32x4.mul(e, z));
      v128.store(dGain + place, f32x4.add(v128.load(dGain + place), f32x4.mul(dy, z)));
      v128.store(dBias + place, f32x4.add(v128.load(dBias + place), dy));
      list += (p & 16) >> 2;
    }
    const total = sumLanes(weights);
    const share: f32 = total == 0 ? 0 : 1 / total;
    const a = f32x4.splat(sumLanes(sumsA) * share);
    const b = f32x4.splat(sumLanes(sumsB) * share);
    // variance r^2
    const ratio = f32x4.splat(1 - epsilon * scale * scale);
    list = panels + (first >> 3);
    for (let p = first; p < end; p += 16) {
      const place = (<usize>i32.load(list) << 5) + (p & 16);
      const m = v128.load(mask8 + p);
      const z = f32x4.mul(f32x4.sub(v128.load(x + p), c), s);
      const dy = v128.load(d + p);
      const g = v128.load(gain + place);
      if (dMask8) {
        const half = f32x4.mul(halves, f32x4.sub(f32x4.mul(z, z), ratio));
        const own = f32x4.mul(dy, f32x4.add(f32x4.mul(z, g), v128.load(bias + place)));
        const shared = f32x4.add(f32x4.mul(a, z), f32x4.mul(b, half));
        v128.store(dMask8 + p, f32x4.add(v128.load(dMask8 + p), f32x4.sub(own, shared)));
      }
      const e = f32x4.mul(f32x4.mul(dy, m), g);
      const rest = f32x4.mul(m, f32x4.add(a, f32x4.mul(b, z)));
      v128.store(d + p, f32x4.mul(s, f32x4.sub(e, rest)));
      list += (p & 16) >> 2;
    }
  }
}
