/**
 * Products of active sub-matrices in the lanes layout: a unit's four gates are one 128-bit vector, W [columns][units][4].
 *
 *   forward          out[b][r] = bias[r] + sum_j W[col_j][r] value_j       for the active rows r of sample b
 *   input gradient   out[b][j] = sum_r <W[col_j][r], da[b][r]>
 *   weight gradient  dW[col_j][r] += value_j da[b][r],  dBias[r] += da[b][r]
 *
 * Some columns at a time walk the active rows: what belongs to them stays in registers, and each column is read in the
 * order of its addresses. Forward takes six, the gradients four; more need more registers than there are. What is inactive
 * is neither read nor written.
 *
 * Every number of a sample has the same bits alone as in any batch: sums have one order, stated with each product.
 *
 * A walk over a third of rows and columns moves 0.6 cache lines from the second-level cache for each vector of W, which is
 * what bounds it. Tiles of W that stay in the first-level cache were measured and are no faster: a sample has so little to
 * do in one that finding its part and mispredicted ends of loops cost what the cache saves.
 */
export * from './lane-forward';
export * from './lane-input-gradient';
export * from './lane-weight-gradient';

/** Gate-major [columns][gates * units] to lanes [columns][units][4]; lane of gate g: 4 bits of `laneOf` from bit 4 g. */
export function packLanes(columns: i32, units: i32, gates: i32, laneOf: i32, w: usize, out: usize): void {
  memory.fill(out, 0, (<usize>columns * <usize>units) << 4);
  for (let c = 0; c < columns; c++) {
    for (let g = 0; g < gates; g++) {
      const lane = <usize>((laneOf >> (g << 2)) & 3) << 2;
      for (let u = 0; u < units; u++, w += 4) f32.store(out + (<usize>u << 4) + lane, f32.load(w));
    }
    out += <usize>units << 4;
  }
}

/** The inverse of packLanes. */
export function unpackLanes(columns: i32, units: i32, gates: i32, laneOf: i32, lanes: usize, out: usize): void {
  for (let c = 0; c < columns; c++) {
    for (let g = 0; g < gates; g++) {
      const lane = <usize>((laneOf >> (g << 2)) & 3) << 2;
      for (let u = 0; u < units; u++, out += 4) f32.store(out, f32.load(lanes + (<usize>u << 4) + lane));
    }
    lanes += <usize>units << 4;
  }
}
