/** What a router reads that averages its inputs: beside each input the sums of those so far, weighted by their age. */
import { bytes, copyNumbers } from './copy';

/** Eight sums, before they go where they belong. */
const SUMS: usize = memory.data(32, 16);

/**
 * out [time][batch][2 * features] = [x_t, sum over s <= t of weights[t - s] x_s]; x [time][batch][features], weights [time].
 * Order of the sums: from 0, s ascending, one product after the other. Eight numbers of a step at a time, of whatever samples.
 */
export function averagedInputs(time: i32, batch: i32, features: i32, x: usize, weights: usize, out: usize): void {
  const row = bytes(features);
  const numbers = batch * features;
  const step = bytes(numbers);
  for (let t = 0; t < time; t++) {
    const now = x + <usize>t * step;
    let sample = out + 2 * <usize>t * step;
    for (let b = 0; b < batch; b++) copyNumbers(features, now + <usize>b * row, sample + <usize>(2 * b) * row);
    sample += row;
    let j = 0;
    for (let i = 0; i < numbers; i += 8) {
      const left = numbers - i;
      if (left > 4) averageEight(t, x + bytes(i), step, weights);
      else averageFour(t, x + bytes(i), step, weights);
      for (let lane = 0; lane < min(left, 8); lane++) {
        f32.store(sample + bytes(j), f32.load(SUMS + bytes(lane)));
        if (++j == features) {
          j = 0;
          sample += 2 * row;
        }
      }
    }
  }
}

function averageEight(t: i32, x: usize, step: usize, weights: usize): void {
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
  v128.store(SUMS, s0);
  v128.store(SUMS, s1, 16);
}

function averageFour(t: i32, x: usize, step: usize, weights: usize): void {
  let sum = f32x4.splat(0);
  let w = weights + bytes(t);
  do {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w), v128.load(x)));
    x += step;
    w -= 4;
  } while (w >= weights);
  v128.store(SUMS, sum);
}
