/** Weight gradients over all steps of a pass: out = readᵀ d, packed in chunks so that the extra memory is bounded. */
import { skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';

/** Rows packed at a time: large enough to hide the packing, small beside the tape of a long sequence. */
const CHUNK_ROWS = 2048;

/**
 * A product that reads `[rows, width]` and whose gradient `[width, columns]` goes to `out`, with row stride `stride`. `sparse`:
 * most of what it reads is 0.
 */
export interface ReadBlock {
  readonly read: Floats;
  readonly width: number;
  readonly out: Floats;
  readonly stride: number;
  readonly sparse?: boolean;
}

/** Writes the gradients of products that share the output gradient `d` `[rows, columns]`. */
export function weightGradients(
  kernels: Kernels,
  tape: Workspace,
  rows: number,
  d: Floats,
  columns: number,
  blocks: readonly ReadBlock[],
): void {
  const { run } = kernels;
  const packed = tape.take<'packed'>(run.packedSize(Math.min(rows, CHUNK_ROWS), columns));
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    run.packB(count, columns, skipNumbers(d, from * columns), columns, packed);
    for (const { read, width, out, stride, sparse = false } of blocks) {
      const x = skipNumbers(read, from * width);
      run[sparse ? 'sparseGemmTN' : 'gemmTN'](
        width,
        columns,
        count,
        x,
        width,
        packed,
        out,
        stride,
        from !== 0,
      );
    }
  }
}
