/**
 * The projection of GEM (Lopez-Paz & Ranzato 2017, section 3): the gradient nearest to g that, to first order, raises the
 * loss on the memory of no past part.
 *
 *   all <g, g_k> ≥ 0   g' = g
 *   else               v = argmin ½ v'(GG' + ridge I)v + (Gg)'v  subject to  v ≥ margin,   g' = G'v + g
 *
 * The rows of G are the gradients g_k on the memories. With a margin the step also leans towards the past parts. As in
 * the published code, the margin does not enter the test of whether anything is violated, and the ridge is absolute.
 */
import { minimiseAbove } from './bounded-quadratic.ts';
import { addScaled, dot } from './flat-vectors.ts';

/** Settings of the projection. */
export interface GemSettings {
  /** Lower bound of every multiplier, ≥ 0. */
  readonly margin: number;
  /** Added to the diagonal of GG', ≥ 0. */
  readonly ridge: number;
}

/** A projected gradient. */
export interface GemProjection {
  readonly values: Float32Array;
  /** v, one for each past part; null where nothing was violated and the gradient is as it was. */
  readonly multipliers: Float64Array | null;
}

/** Where the ridge is smaller than this share of the largest |g_k|², it is raised to it: rounding makes it necessary. */
const leastRidge = 1e-12;

/**
 * Projects a gradient. `constraints` are the gradients on the memories. A gradient with a number that is not finite has
 * no projection: it comes back as it is, and the run shows that it diverged.
 */
export function projectGem(
  gradient: Float32Array,
  constraints: readonly Float32Array[],
  { margin, ridge }: GemSettings,
): GemProjection {
  const products = Float64Array.from(constraints, (constraint) => dot(gradient, constraint));
  const unchanged = { values: gradient, multipliers: null };
  if (products.every((product) => product >= 0)) return unchanged;
  const gram = gramMatrix(constraints);
  if (![...products, ...gram.flatMap((row) => [...row])].every(Number.isFinite)) return unchanged;
  const diagonal = Math.max(ridge, leastRidge * Math.max(...gram.map((row, k) => row[k]!)));
  gram.forEach((row, k) => (row[k]! += diagonal));
  const multipliers = minimiseAbove(gram, products, margin);
  const values = Float64Array.from(gradient);
  constraints.forEach((constraint, k) => addScaled(values, multipliers[k]!, constraint));
  return { values: new Float32Array(values), multipliers };
}

function gramMatrix(vectors: readonly Float32Array[]): Float64Array[] {
  const gram = vectors.map(() => new Float64Array(vectors.length));
  vectors.forEach((a, k) => {
    for (let j = 0; j <= k; j++) {
      const product = dot(a, vectors[j]!);
      gram[k]![j] = product;
      gram[j]![k] = product;
    }
  });
  return gram;
}
