/**
 * Initial diagonal state matrices of S4D (Gu et al., 2022), A_n = −½ + i w_n for n = 0 … N/2 − 1, and inputs B_n.
 *
 *   lin    w_n = π n                                  B_n = 1
 *   inv    w_n = (N/π) (N/(2n + 1) − 1)               B_n = 1
 *   legs   −½ ± i w_n: eigenvalues of the normal part of HiPPO-LegS;   B_n = min(|v_n* B|, 2), v_n its eigenvectors
 *
 * The normal part is A + P Pᵀ = −½ I + S with S_nk = ±½ √((2n+1)(2k+1)), + above the diagonal, − below; B_n = √(2n+1).
 * S is skew. Begun at B, the Lanczos process makes it tridiagonal with the couplings β_j = (N² − j²)/(2 √(4j² − 1)), so
 * w_n are the positive eigenvalues of the symmetric tridiagonal matrix of zero diagonal and these couplings. An
 * eigenvector has no phase of its own and that of C is uniform, so B_n may be taken as real and positive. The published
 * code clips the imaginary part of B_n to ±2, which in its phases is nearly all of B_n; here the modulus is clipped.
 * All in float64 with + − × ÷ √ only: the same bits on every engine.
 */
import { z } from 'zod';

/** How the imaginary parts of A begin, see the top of this file. */
export const spectrumInit = z.enum(['lin', 'inv', 'legs']);

/** Largest |B_n| of `legs`; B_clip of the authors' dplr(). */
const LARGEST_INPUT = 2;

/** One entry a mode: the imaginary part of A and the real, positive B. */
export interface Spectrum {
  readonly imag: Float64Array;
  readonly input: Float64Array;
}

/** The N/2 modes of an even state size N. */
export function initialSpectrum(init: z.infer<typeof spectrumInit>, stateSize: number): Spectrum {
  const modes = stateSize / 2;
  const ones = new Float64Array(modes).fill(1);
  switch (init) {
    case 'lin':
      return { imag: Float64Array.from(ones, (_, n) => Math.PI * n), input: ones };
    case 'inv':
      return {
        imag: Float64Array.from(ones, (_, n) => (stateSize / Math.PI) * (stateSize / (2 * n + 1) - 1)),
        input: ones,
      };
    case 'legs': {
      const { imag, input } = legsSpectrum(stateSize);
      return { imag, input: input.map((size) => Math.min(size, LARGEST_INPUT)) };
    }
  }
}

/** Positive eigenvalues w_n of the skew part of HiPPO-LegS, ascending, and |v_n* B|, not clipped. */
export function legsSpectrum(stateSize: number): Spectrum {
  const squares = Float64Array.from({ length: stateSize - 1 }, (_, i) => squaredCoupling(stateSize, i + 1));
  const imag = positiveEigenvalues(squares);
  // The squared first component of the eigenvector of λ_k is ∏_i (λ_k − μ_i) / ∏_{j≠k} (λ_k − λ_j), with μ_i the
  // eigenvalues of the matrix without its first row and column. Those of opposite sign are taken together.
  const without = positiveEigenvalues(squares.subarray(1));
  const input = imag.map((w, k) => {
    let share = 0.5;
    without.forEach((u, i) => {
      const other = imag[i < k ? i : i + 1] as number;
      share *= ((w - u) * (w + u)) / ((w - other) * (w + other));
    });
    return stateSize * Math.sqrt(share); // |B|² = Σ (2n + 1) = N²
  });
  return { imag, input };
}

/** β_j² of the top of this file. */
function squaredCoupling(stateSize: number, j: number): number {
  const gap = stateSize * stateSize - j * j;
  return (gap * gap) / (4 * (4 * j * j - 1));
}

/**
 * Positive eigenvalues, ascending, of the symmetric tridiagonal matrix with zero diagonal and the given squared
 * couplings: bisection on the number of eigenvalues below a point, until no float lies between the bounds. The
 * spectrum is symmetric about 0.
 */
function positiveEigenvalues(squares: Float64Array): Float64Array {
  const size = squares.length + 1;
  const positive = Math.floor(size / 2);
  let largest = 0;
  squares.forEach((square, i) => {
    largest = Math.max(largest, Math.sqrt(square) + Math.sqrt(squares[i + 1] ?? 0));
  });
  return Float64Array.from({ length: positive }, (_, k) => {
    const index = size - positive + k; // this many eigenvalues are smaller
    let [low, high] = [0, largest * (1 + 1e-12)];
    for (;;) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) return middle;
      if (countBelow(squares, middle) > index) high = middle;
      else low = middle;
    }
  });
}

/** Number of eigenvalues below x: that of negative pivots of the matrix less x I (Sylvester's law of inertia). */
function countBelow(squares: Float64Array, x: number): number {
  let pivot = -x;
  let count = pivot < 0 ? 1 : 0;
  for (const square of squares) {
    // A pivot of exactly 0 counts as positive and tiny, as for a point just below x.
    pivot = -x - square / (pivot === 0 ? Number.MIN_VALUE : pivot);
    if (pivot < 0) count += 1;
  }
  return count;
}
