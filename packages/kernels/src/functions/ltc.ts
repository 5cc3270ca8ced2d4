import type { Counts, Floats, Indices, None, Scratch, Synapses } from '../arena/pointer.ts';

/**
 * The liquid time-constant cell of Hasani et al. (2021), one unfold of its fused semi-implicit solver; see
 * assembly/ltc.ts. A time step sums the sensory synapses once (sources = inputs) and then, unfold after unfold, sums
 * the recurrent synapses (sources = units) and solves.
 *
 *   s_ji = w_ji sigmoid(sigma_ji (v_j - mu_ji)),  num_i = sum_j m_j s_ji E_ji,  den_i = sum_j m_j s_ji
 *   v_i <- (cmt_i v_i + glvl_i + num_i + numIn_i) / (cmt_i + gl_i + den_i + denIn_i + 1e-8)
 *
 * Synapse parameters are [sources][targets][4] = (w, mu, sigma, E), w not negative. Voltages v are
 * [batch][sources], everything per target is [batch][targets].
 *
 * Sample b's active sources are the ascending indices from `srcList[b * srcStride]` on, `srcCounts[b]` of them, its active
 * targets (rows) likewise; no list stands for all, and its counts are not read. `srcStride` 0 stands for `sources`. The
 * multiplier m of the source at position k is `srcMask[b * srcStride + k]`, 1 where there is no srcMask. A source with m = 0
 * costs next to nothing and has no effect whatever its voltage, NaN included.
 *
 * `scratch` is a block of 16 * sources numbers.
 */
export interface LtcFunctions {
  /** Writes num and den at the active rows; other rows are not written. */
  ltcSynapses(
    batch: number,
    sources: number,
    targets: number,
    lanes: Synapses,
    v: Floats,
    srcList: Indices | None,
    srcMask: Floats | None,
    srcCounts: Counts | None,
    srcStride: number,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    num: Floats,
    den: Floats,
    scratch: Scratch,
  ): void;
  /**
   * Adds to the gradients of the synapses' voltages, multipliers and parameters, given those of num and den at the active
   * rows (others are not read). dv [batch][sources] gets the gradient of listed sources, none: not wanted. dMask
   * [batch][srcStride] gets that of m at each list position, for m = 0 as well, none: not wanted. A source with m = 0 adds
   * to nothing but dMask. dLanes is laid out as lanes. The order of summation is fixed.
   */
  ltcSynapsesBackward(
    batch: number,
    sources: number,
    targets: number,
    lanes: Synapses,
    v: Floats,
    srcList: Indices | None,
    srcMask: Floats | None,
    srcCounts: Counts | None,
    srcStride: number,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    dnum: Floats,
    dden: Floats,
    dv: Floats | None,
    dMask: Floats | None,
    dLanes: Synapses,
    scratch: Scratch,
  ): void;
  /**
   * Writes the voltages v after an unfold at the active rows; other rows are not written. cmt = cm * unfolds / dt, gl and
   * glvl = gl * vl are [units]. If all |E|, |vl| and |vPrev| are at most 1, so is |v|, exactly. v may be vPrev.
   */
  ltcSolve(
    batch: number,
    units: number,
    cmt: Floats,
    gl: Floats,
    glvl: Floats,
    num: Floats,
    den: Floats,
    numIn: Floats,
    denIn: Floats,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    vPrev: Floats,
    v: Floats,
  ): void;
  /**
   * Given the gradient dv of the voltages v after an unfold at the active rows, writes there dvPrev (by way of cmt only,
   * not of the synapses), dnum and dden, which are those of numIn and denIn too, and adds to dcmt, dgl and dglvl [units].
   * dvPrev may be dv: rows that are not active then carry their gradient.
   */
  ltcSolveBackward(
    batch: number,
    units: number,
    cmt: Floats,
    gl: Floats,
    den: Floats,
    denIn: Floats,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    vPrev: Floats,
    v: Floats,
    dv: Floats,
    dvPrev: Floats,
    dnum: Floats,
    dden: Floats,
    dcmt: Floats,
    dgl: Floats,
    dglvl: Floats,
  ): void;
}
