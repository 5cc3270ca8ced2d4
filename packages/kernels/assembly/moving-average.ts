/** What a router reads that averages its inputs: beside each input the sums of those so far, weighted by their age. */
import { bytes, copyNumbers } from './copy';
import { storeLanes } from './partial-store';

/**
 * out [time][batch][2 * features] = [x_t, sum over s <= t of weights[t - s] x_s]; x [time][batch][features], weights [time].
 * Order of the sums: from 0, s ascending, one product after the other.
 */
export function averagedInputs(time: i32, batch: i32, features: i32, x: usize, weights: usize, out: usize): void {
  const row = bytes(features);
  const step = <usize>batch * row;
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++, out += 2 * row) {
      const first = x + <usize>b * row;
      copyNumbers(features, first + <usize>t * step, out);
      let j = 0;
      for (; j + 8 <= features; j += 8) averageEight(t, first + bytes(j), step, weights, out + row + bytes(j));
      for (; j < features; j += 4) averageFour(t, first + bytes(j), step, weights, out + row + bytes(j), features - j);
    }
  }
}

function averageEight(t: i32, x: usize, step: usize, weights: usize, out: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let w = weights + bytes(t);
  do {
    const weight = v128.load32_splat(w);
    s0 = f32x4.add(s0, f32x4.mul(weight, v128.load(x)));
    s1 = f32x4.add(s1, f32x4.mul(weight, v128.load(x, 16)));
    x += step;
    w -= 4;
  } while (w >= weights);
  v128.store(out, s0);
  v128.store(out, s1, 16);
}

function averageFour(t: i32, x: usize, step: usize, weights: usize, out: usize, count: i32): void {
  let sum = f32x4.splat(0);
  let w = weights + bytes(t);
  do {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w), v128.load(x)));
    x += step;
    w -= 4;
  } while (w >= weights);
  storeLanes(out, sum, count);
}
