/**
 * Gradients of all columns (lanes.ts) for a batch: four columns are copied together, row by row, and used by every sample
 * while they are in the first-level cache. Their vectors then lie at fixed distances, which saves an address each.
 */
import { lastRow, rowOffset } from './lane-walk';
import { sumLanes4 } from './lane-sums';

/** Columns of a block. */
export const BLOCK: i32 = 4;
/** Rows that a block can hold. */
const ROWS: i32 = 1024;
/** Smallest batch that repays the copy: at a batch of 16 it costs about a tenth of the product. */
const SMALLEST_BATCH: i32 = 16;
/** [ROWS][BLOCK] vectors. */
const COPY: usize = memory.data(65536, 64);

/** Whether the batch is worth the copy and the units fit. */
@inline
export function useBlocks(batch: i32, units: i32): bool {
  return batch >= SMALLEST_BATCH && units <= ROWS;
}

/** Copies the block of columns that begins at w; `size` bytes from column to column. */
export function copyBlock(w: usize, units: i32, size: usize): void {
  const w1 = w + size;
  const w2 = w1 + size;
  const w3 = w2 + size;
  const end = <usize>units << 4;
  let to = COPY;
  for (let r: usize = 0; r < end; r += 16, to += 64) {
    v128.store(to, v128.load(w + r));
    v128.store(to, v128.load(w1 + r), 16);
    v128.store(to, v128.load(w2 + r), 32);
    v128.store(to, v128.load(w3 + r), 48);
  }
}

/** The copied columns over the rows of one sample: four numbers to `out`. */
@inline
export function blockGradient(listed: bool, n: i32, rows: usize, da: usize, out: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at < end) {
    do {
      const r = rowOffset(listed, at);
      const d = v128.load(da + r);
      const w = COPY + (r << 2);
      a0 = f32x4.add(a0, f32x4.mul(v128.load(w), d));
      a1 = f32x4.add(a1, f32x4.mul(v128.load(w, 16), d));
      a2 = f32x4.add(a2, f32x4.mul(v128.load(w, 32), d));
      a3 = f32x4.add(a3, f32x4.mul(v128.load(w, 48), d));
      at += listed ? 4 : 16;
    } while (at < end);
  }
  v128.store(out, sumLanes4(a0, a1, a2, a3));
}
