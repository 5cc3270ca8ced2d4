/** Test numbers: the same seed gives the same numbers everywhere. */

/** A generator of uniform numbers in [0, 1), multiples of 2^-24, by a linear congruential step (Numerical Recipes). */
export function uniform(seed: number): () => number {
  let state = (Math.imul(seed, 2654435761) ^ 0x5bd1e995) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** `n` numbers in (-scale, scale). */
export function numbers(seed: number, n: number, scale = 1): Float32Array {
  const draw = uniform(seed);
  return Float32Array.from({ length: n }, () => (2 * draw() - 1 + 2 ** -24) * scale * (1 - 2 ** -20));
}
