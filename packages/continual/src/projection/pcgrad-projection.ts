/**
 * The projection of PCGrad (Yu et al. 2020, algorithm 1): of each gradient, what does not oppose the others.
 *
 *   for every i: p_i = g_i;  for every j ≠ i, in random order, if <p_i, g_j> < 0:  p_i ← p_i − (<p_i, g_j> / |g_j|²) g_j
 *
 * The g_j are the original ones. p_i scales with g_i and does not depend on the lengths of the others.
 */
import type { Rng } from '@dsrnn/portable';
import { addScaled, dot } from './flat-vectors.ts';

/** The projected gradients, in the order of the given ones, in float64. */
export function projectConflicts(gradients: readonly Float32Array[], rng: Rng): Float64Array[] {
  const squares = gradients.map((gradient) => dot(gradient, gradient));
  return gradients.map((gradient, i) => {
    const projected = Float64Array.from(gradient);
    for (const j of rng.permutation(gradients.length)) {
      if (j === i) continue;
      const other = gradients[j]!;
      const product = dot(projected, other);
      if (product < 0) addScaled(projected, -product / squares[j]!, other);
    }
    return projected;
  });
}
