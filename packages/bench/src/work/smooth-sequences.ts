/**
 * Inputs that move the way measured ones do: each feature is an autoregressive walk of unit variance,
 * x_t = a x_{t−1} + √(1 − a²) n_t. White noise would make a delta network send every input at every step.
 */
import type { Rng } from '@dsrnn/portable';

/** a: the correlation of neighbouring steps. */
const CORRELATION = 0.95;

/** `[batch, time, features]`, row-major. */
export function smoothSequences(batch: number, time: number, features: number, rng: Rng): Float32Array {
  const values = new Float32Array(batch * time * features);
  const fresh = Math.sqrt(1 - CORRELATION * CORRELATION);
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < time; t++) {
      const at = (row * time + t) * features;
      for (let j = 0; j < features; j++) {
        const noise = rng.normal();
        values[at + j] = t === 0 ? noise : CORRELATION * values[at + j - features]! + fresh * noise;
      }
    }
  }
  return values;
}
