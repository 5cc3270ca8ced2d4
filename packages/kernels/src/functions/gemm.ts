/**
 * Dense products of row-major float32 matrices, see packing.ts, gemm.ts, rows.ts and peak.ts of assembly/.
 *
 * `ld*` is the distance between rows in numbers, at least the row's length. All sizes may be 0. An element of a product
 * depends on its row of A and its column of B alone, bit for bit, so a batch of one and a batch of 64 agree.
 */
import type { Floats, None, Packed } from '../arena/pointer.ts';

/** Packing, products, and what goes over the rows of a matrix. */
export interface GemmFunctions {
  /** Numbers that the packed form of a right-hand side B [k, n] takes: k times n rounded up to 16. */
  packedSize(k: number, n: number): number;

  /** Packs B [k, n] into `out`. One packed form serves `gemm` and `gemmTN`; pack once, multiply often. */
  packB(k: number, n: number, b: Floats, ldb: number, out: Packed): void;

  /** Packs B [k, n], given as its transpose [n, k], into `out`: for products with a transposed weight matrix. */
  packBT(k: number, n: number, bT: Floats, ldb: number, out: Packed): void;

  /**
   * C [m, n] = (accumulate ? C : 0) + A [m, k] B, with B packed. C overlaps neither A nor B. NaN and infinities
   * propagate.
   */
  gemm(
    m: number,
    n: number,
    k: number,
    a: Floats,
    lda: number,
    packed: Packed,
    c: Floats,
    ldc: number,
    accumulate: boolean,
  ): void;

  /**
   * C [m, n] = (accumulate ? C : 0) + A' B, with A stored [k, m] and B packed: gradients of weights, where k is time
   * times batch. Blocks of k are summed apart and then added, so the rounding error grows slowly with k. Same sum, in
   * the same order, as `gemm` of a transposed copy of A.
   */
  gemmTN(
    m: number,
    n: number,
    k: number,
    a: Floats,
    lda: number,
    packed: Packed,
    c: Floats,
    ldc: number,
    accumulate: boolean,
  ): void;

  /**
   * C [m, n] = A [m, k] B, plus a bias [n] if there is one; k > 0 and most of A is 0. Reads of B what meets other numbers only, with
   * the bits of `gemm` where B is finite. NaN in A is a number, and NaN in B that meets zeros alone is not read.
   */
  sparseGemm(
    m: number,
    n: number,
    k: number,
    a: Floats,
    lda: number,
    packed: Packed,
    bias: Floats | None,
    c: Floats,
    ldc: number,
  ): void;

  /** `gemmTN` where most of A is 0, as `sparseGemm` is `gemm`. */
  sparseGemmTN(
    m: number,
    n: number,
    k: number,
    a: Floats,
    lda: number,
    packed: Packed,
    c: Floats,
    ldc: number,
    accumulate: boolean,
  ): void;

  /**
   * C [m, n] = (accumulate ? C : 0) + A B, with B packed: an element is one running sum from 0, k ascending, never cut, as
   * TensorFlow.js sums a product on wasm. Number r of row i of A is i * row + r * step numbers into it, so that A may be
   * stored either way; 0 and 0 read one number everywhere.
   */
  gemmRunning(
    m: number,
    n: number,
    k: number,
    a: Floats,
    row: number,
    step: number,
    packed: Packed,
    c: Floats,
    ldc: number,
    accumulate: boolean,
  ): void;

  /** Whether products take four rows of A at a time, for where V8 joins vectors, or two. No bit depends on it. */
  useTallTiles(on: boolean): void;

  /** Every row of C [m, n] = bias [n]. */
  fillRows(m: number, n: number, bias: Floats, c: Floats, ldc: number): void;

  /** out [n] = (accumulate ? out : 0) + sums of the columns of A [m, n]: the gradient of a bias. */
  sumRows(m: number, n: number, a: Floats, lda: number, out: Floats, accumulate: boolean): void;

  /** Writes `from` [p, q, n] to `to` as [q, p, n]: batch-major to time-major and back. The two may not overlap. */
  swapAxes(p: number, q: number, n: number, from: Floats, to: Floats): void;

  /**
   * The measured ceiling of one core with vectors of 128 bits: 96 floating-point operations an iteration (at least one),
   * multiplications and additions in equal number, nothing loaded or stored. Call it a few times first, so that the engine
   * compiles it. Returns 6 after a few dozen iterations.
   */
  peakMulAdd(iterations: number): number;

  /** The same with 256 bits, where V8 joins vectors: 192 operations an iteration. Returns 12. */
  peakMulAddWide(iterations: number): number;
}
