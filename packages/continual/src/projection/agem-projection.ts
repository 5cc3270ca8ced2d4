/** The projection of A-GEM (Chaudhry et al. 2019, eq. 11): GEM with one constraint, in closed form. */
import { addScaled, dot } from './flat-vectors.ts';

/** g' = g − (<g, r> / <r, r>) r if <g, r> < 0, else g itself. `reference` is r, the gradient on the memory. */
export function projectAGem(gradient: Float32Array, reference: Float32Array): Float32Array {
  const product = dot(gradient, reference);
  if (!(product < 0)) return gradient;
  const values = Float64Array.from(gradient);
  addScaled(values, -product / dot(reference, reference), reference);
  return new Float32Array(values);
}
