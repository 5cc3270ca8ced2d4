/** A sum of outer products over the steps of an example. */

/** Σ_t u_t δ_tᵀ, `[inputs, outputs]`, summed in float64; u `[time, inputs]`, δ `[time, outputs]`. */
export function outerSum(u: Float32Array, delta: Float32Array, time: number): Float32Array {
  const inputs = u.length / time;
  const outputs = delta.length / time;
  const total = new Float64Array(inputs * outputs);
  const active = new Int32Array(outputs);
  for (let t = 0; t < time; t++) {
    let count = 0;
    for (let j = 0; j < outputs; j++) if (delta[t * outputs + j] !== 0) active[count++] = j;
    for (let i = 0; i < inputs; i++) {
      const factor = u[t * inputs + i]!;
      if (factor === 0) continue;
      for (let at = 0; at < count; at++) {
        const j = active[at]!;
        total[i * outputs + j]! += factor * delta[t * outputs + j]!;
      }
    }
  }
  return Float32Array.from(total);
}
