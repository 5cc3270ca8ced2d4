/**
 * Theorem T2, the bound that follows masks from step to step.
 *
 *   G_e = Σ_t δ^e_t (u^e_t)ᵀ   ⇒   ⟨G_a, G_b⟩ = Σ_{t,s} ⟨δ^a_t, δ^b_s⟩ ⟨u^a_t, u^b_s⟩
 *   |⟨G_a, G_b⟩| ≤ Σ_{t,s} |δ^a_t on R| |δ^b_s on R| |u^a_t on C| |u^b_s on C|,   R = R^a_t ∩ R^b_s, C = C^a_t ∩ C^b_s
 *
 * Proof. The trace of a product of two outer products is the product of two inner products; each of those is a sum over
 * the channels in which both vectors may be nonzero, to which Cauchy-Schwarz applies; then the triangle inequality.  □
 *
 * It needs a G of that form: which cells and matrices have one says pre-activations.ts. With the magnitudes of all terms
 * the same proof bounds the sum over some entries of G alone, as where weights are held at 0.
 *
 * No union over steps is taken, so steps whose masks do not meet add nothing. Here C_t are the nonzero entries of u_t, and
 * R_t the units with a gate whose δ is not 0: all gates of a matrix read the same u_t. Over sequences without cancellation it may lie above |G_a| |G_b|.
 */

/** Squares of one example's steps: 0 outside its supports. */
export interface StepSquares {
  readonly time: number;
  /** |δ_t|² by unit, `[time, units]`. */
  readonly rows: Float64Array;
  /** u_t² by channel, `[time, channels]`. */
  readonly columns: Float64Array;
}

/** The bound on |⟨G_a, G_b⟩|. */
export function stepBound(a: StepSquares, b: StepSquares): number {
  const rows = restrictedProducts(a.rows, b.rows, a.time, b.time);
  const columns = restrictedProducts(a.columns, b.columns, a.time, b.time);
  let bound = 0;
  for (let i = 0; i < rows.length; i++) bound += rows[i]! * columns[i]!;
  return bound;
}

/** |v^a_t on S| |v^b_s on S| for all t and s, `[timeA, timeB]`, S where both are not 0. */
function restrictedProducts(a: Float64Array, b: Float64Array, timeA: number, timeB: number): Float64Array {
  const n = a.length / timeA;
  const totalB = new Float64Array(timeB);
  const fullB = new Uint8Array(timeB);
  for (let s = 0; s < timeB; s++) {
    let count = 0;
    for (let j = 0; j < n; j++) {
      const square = b[s * n + j]!;
      totalB[s]! += square;
      if (square !== 0) count += 1;
    }
    fullB[s] = count === n ? 1 : 0;
  }
  const products = new Float64Array(timeA * timeB);
  const active = new Int32Array(n);
  for (let t = 0; t < timeA; t++) {
    let count = 0;
    let totalA = 0;
    for (let j = 0; j < n; j++) {
      const square = a[t * n + j]!;
      totalA += square;
      if (square !== 0) active[count++] = j;
    }
    for (let s = 0; s < timeB; s++) {
      if (count === n && fullB[s] === 1) {
        products[t * timeB + s] = Math.sqrt(totalA) * Math.sqrt(totalB[s]!);
        continue;
      }
      let squareA = 0;
      let squareB = 0;
      for (let at = 0; at < count; at++) {
        const j = active[at]!;
        const square = b[s * n + j]!;
        if (square !== 0) {
          squareA += a[t * n + j]!;
          squareB += square;
        }
      }
      products[t * timeB + s] = Math.sqrt(squareA) * Math.sqrt(squareB);
    }
  }
  return products;
}
