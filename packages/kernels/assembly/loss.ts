/** Losses with their gradients: softmax and cross-entropy in one, and the mean of squared errors. */
import { expV } from './math';
import { firstLanes, storeLanes } from './partial-store';

/** Largest number of a row; NaN is passed over, and comes back through its exponential. */
@inline
function largest(n: i32, x: usize): f32 {
  let best: f32 = -Infinity;
  for (let i = 0; i < n; i++) {
    const value = f32.load(x + (<usize>i << 2));
    best = value > best ? value : best;
  }
  return best;
}

/** Mean over rows of -ln softmax(logits)[label], in nats; dLogits = (softmax - one-hot) / rows; may be logits. */
export function softmaxCrossEntropy(
  rows: i32, classes: i32, logits: usize, labels: usize, dLogits: usize,
): f64 {
  const size = <usize>classes << 2;
  let loss: f64 = 0;
  if (rows <= 0) return 0;
  if (classes <= 0) return NaN;
  for (let row = 0; row < rows; row++) {
    const label = i32.load(labels + (<usize>row << 2));
    const known = <u32>label < <u32>classes;
    const place = (known ? <usize>label : 0) << 2;
    const best = largest(classes, logits);
    const target = known ? <f64>f32.load(logits + place) - <f64>best : NaN;
    const shift = f32x4.splat(best);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    let left = classes;
    let at: usize = 0;
    do {
      const e = expV(f32x4.sub(v128.load(logits + at), shift));
      storeLanes(dLogits + at, e, left);
      const counted = v128.and(e, firstLanes(left));
      low = f64x2.add(low, f64x2.promote_low_f32x4(counted));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(counted, counted, 2, 3, 0, 1)));
      at += 16;
      left -= 4;
    } while (left > 0);
    const both = f64x2.add(low, high);
    const sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    loss += Math.log(sum) - target;
    // An unknown label makes the row's gradient NaN, like the loss.
    const scale = f32x4.splat(known ? <f32>(1 / (sum * <f64>rows)) : NaN);
    for (left = classes, at = 0; left > 0; left -= 4, at += 16) {
      storeLanes(dLogits + at, f32x4.mul(v128.load(dLogits + at), scale), left);
    }
    if (known) f32.store(dLogits + place, f32.load(dLogits + place) - <f32>(1 / <f64>rows));
    logits += size;
    dLogits += size;
  }
  return loss / <f64>rows;
}

/**
 * Mean of (y - target)^2 over n numbers, one running sum in 32 bits; dY = 2 (y - target) / n, may be y. As TensorFlow.js
 * rounds them: the mean of no numbers is NaN.
 */
export function meanSquaredError(n: i32, y: usize, target: usize, dY: usize): f32 {
  const share: f32 = 1 / <f32>n;
  let sum: f32 = 0;
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 2;
    const error = f32.load(y + at) - f32.load(target + at);
    sum += error * error;
    f32.store(dY + at, share * (error * 2));
  }
  return sum / <f32>n;
}
