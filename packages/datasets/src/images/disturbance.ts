/**
 * Random signs and noise on image sequences, so that a class cannot be read off single numbers.
 *
 *   x'_t = s_t x_t + sd n_t,   s_t = ±1 with equal chance, one a step;   n_t ~ N(0, 1), one a number
 *
 * sd is in units of standardised pixels: 1 is as strong as the image.
 */
import type { Rng } from '@dsrnn/portable';
import type { Examples } from '../dataset.ts';

/** What is done to a sequence. `noiseSd` 0 or more; 0 and no signs change nothing. */
export interface Disturbance {
  readonly randomSigns: boolean;
  readonly noiseSd: number;
}

/** Whether the disturbance changes anything. */
export function disturbs({ randomSigns, noiseSd }: Disturbance): boolean {
  return randomSigns || noiseSd > 0;
}

/** Changes inputs `[count, time, features]` in place, with the next numbers of `rng`: fresh ones at every call. */
export function disturb(
  inputs: Float32Array,
  features: number,
  { randomSigns, noiseSd }: Disturbance,
  rng: Rng,
): void {
  for (let start = 0; start < inputs.length; start += features) {
    const sign = randomSigns && rng.integer(2) === 0 ? -1 : 1;
    for (let k = start; k < start + features; k++) {
      const noise = noiseSd > 0 ? noiseSd * rng.normal() : 0;
      inputs[k] = sign * inputs[k]! + noise;
    }
  }
}

/**
 * Changes a split in place, once and for all. Each example has a stream of its own, named after its place `ids[i]` in
 * the data, so its signs and noise stay the same whatever else is in the split.
 */
export function disturbOnce(
  { count, inputs }: Examples,
  ids: Int32Array,
  features: number,
  disturbance: Disturbance,
  rng: Rng,
): void {
  if (!disturbs(disturbance)) return;
  const size = inputs.length / count;
  ids.forEach((id, i) => {
    const example = inputs.subarray(i * size, (i + 1) * size);
    disturb(example, features, disturbance, rng.fork(`example-${id}`));
  });
}
