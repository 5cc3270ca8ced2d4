/**
 * All that theorem T1 needs of every pair of gradients, as sums over entries.
 *
 *   S_e = {i : g_e,i ≠ 0}     B = S_a ∩ S_b     Σ_B g_a g_b     Σ_B g_a²     Σ_B g_b²     |B|
 *
 * Sums over disjoint parameters add up, so those of a group are those of its members. Everything is in float64, in a
 * fixed order; the product of two nonzero float32 numbers is never 0 there, so it alone tells whether an entry is in B.
 */

/** Sums of `count` vectors and their pairs (0, 1), (0, 2) … (1, 2) …, see `pairCount`. */
export interface PairSums {
  readonly count: number;
  /** Of each vector: |g_e|² and |S_e|. */
  readonly squares: Float64Array;
  readonly sizes: Float64Array;
  /** Of each pair: ⟨g_a, g_b⟩, |g_a on B|², |g_b on B|² and |B|. */
  readonly inner: Float64Array;
  readonly squaresA: Float64Array;
  readonly squaresB: Float64Array;
  readonly shared: Float64Array;
}

/** Unordered pairs of `count` things. */
export function pairCount(count: number): number {
  return (count * (count - 1)) / 2;
}

/** Sums of `vectors`, all of one length, row by row of `width` entries: a row in which a vector is 0 is passed over. */
export function pairSums(vectors: readonly Float32Array[], width: number): PairSums {
  const sums = emptySums(vectors.length);
  const { count, squares, sizes, inner, squaresA, squaresB, shared } = sums;
  const length = vectors[0]?.length ?? 0;
  const live = new Uint8Array(count);
  for (let start = 0; start < length; start += width) {
    const end = Math.min(start + width, length);
    for (let e = 0; e < count; e++) {
      const vector = vectors[e]!;
      let square = 0;
      let size = 0;
      for (let i = start; i < end; i++) {
        const value = vector[i]!;
        if (value !== 0) {
          square += value * value;
          size += 1;
        }
      }
      squares[e]! += square;
      sizes[e]! += size;
      live[e] = size > 0 ? 1 : 0;
    }
    for (let a = 0, pair = 0; a < count; pair += count - 1 - a, a++) {
      if (live[a] === 0) continue;
      const ofA = vectors[a]!;
      for (let b = a + 1; b < count; b++) {
        if (live[b] === 0) continue;
        const ofB = vectors[b]!;
        let dot = 0;
        let squareA = 0;
        let squareB = 0;
        let both = 0;
        for (let i = start; i < end; i++) {
          const x = ofA[i]!;
          const y = ofB[i]!;
          const product = x * y;
          if (product !== 0) {
            dot += product;
            squareA += x * x;
            squareB += y * y;
            both += 1;
          }
        }
        const at = pair + b - a - 1;
        inner[at]! += dot;
        squaresA[at]! += squareA;
        squaresB[at]! += squareB;
        shared[at]! += both;
      }
    }
  }
  return sums;
}

/** Sums of vectors that are put together of parts, each with sums of its own for as many vectors. */
export function addPairSums(parts: readonly PairSums[]): PairSums {
  const total = emptySums(parts[0]?.count ?? 0);
  for (const part of parts) {
    for (const name of ['squares', 'sizes', 'inner', 'squaresA', 'squaresB', 'shared'] as const) {
      const into = total[name];
      const from = part[name];
      for (let i = 0; i < into.length; i++) into[i]! += from[i]!;
    }
  }
  return total;
}

function emptySums(count: number): PairSums {
  const pairs = pairCount(count);
  return {
    count,
    squares: new Float64Array(count),
    sizes: new Float64Array(count),
    inner: new Float64Array(pairs),
    squaresA: new Float64Array(pairs),
    squaresB: new Float64Array(pairs),
    shared: new Float64Array(pairs),
  };
}
