/**
 * How much two vectors of frequencies have in common.
 *
 *   J(f, g) = Σ_j min(f_j, g_j) / Σ_j max(f_j, g_j)      the Jaccard index where all entries are 0 or 1
 *   cos(f, g) = Σ f_j g_j / √(Σ f_j² Σ g_j²)
 */

/** Soft Jaccard index of two equally long vectors of numbers ≥ 0, in [0, 1]; 1 for two vectors of zeros. */
export function softJaccard(f: Float64Array, g: Float64Array): number {
  let least = 0;
  let most = 0;
  for (let j = 0; j < f.length; j++) {
    const a = f[j]!;
    const b = g[j]!;
    if (a < b) {
      least += a;
      most += b;
    } else {
      least += b;
      most += a;
    }
  }
  return most === 0 ? 1 : least / most;
}

/** Cosine of two vectors; 0 if one of them is all zeros. */
export function cosine(f: Float64Array, g: Float64Array): number {
  let product = 0;
  let squaredF = 0;
  let squaredG = 0;
  for (let j = 0; j < f.length; j++) {
    const a = f[j]!;
    const b = g[j]!;
    product += a * b;
    squaredF += a * a;
    squaredG += b * b;
  }
  const norm = Math.sqrt(squaredF * squaredG);
  return norm === 0 ? 0 : product / norm;
}

/** (J − chance) / (1 − chance): 0 at chance level, 1 for equal vectors; null where chance itself is 1. */
export function chanceCorrected(overlap: number, chance: number): number | null {
  return chance > 1 - 1e-9 ? null : (overlap - chance) / (1 - chance);
}
