/** A seeded sample of pairs. */
import type { Rng } from '@dsrnn/portable';

/** `count` of `pairs`, or all of them if there are no more, in their order; every subset is equally likely. */
export function samplePairs<T>(pairs: readonly T[], count: number, rng: Rng): readonly T[] {
  if (pairs.length <= count) return pairs;
  const chosen = rng.permutation(pairs.length).slice(0, count).sort();
  return [...chosen].map((index) => pairs[index] as T);
}
