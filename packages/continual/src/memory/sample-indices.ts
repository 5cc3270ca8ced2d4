/** Draws without replacement. */
import type { Rng } from '@dsrnn/portable';

/** `wanted` different indices below `available`, uniformly, in random order; all of them if there are not more. */
export function sampleIndices(available: number, wanted: number, rng: Rng): Int32Array {
  return rng.permutation(available).slice(0, wanted);
}
