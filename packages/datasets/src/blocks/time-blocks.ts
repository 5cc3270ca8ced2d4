/** Blocks of time for the three splits of a long recording, and windows that stay inside a block. */

/** A stretch of time, or of a text, `start` ≤ t < `end`. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts 0 … `total` − 1 into blocks, one for each of `shares`, parts of a hundred that sum to 100, in their order. The
 * last `gap` steps of every block but the last are dropped. Bounds are rounded down.
 */
export function timeBlocks(total: number, shares: readonly number[], gap: number): readonly Block[] {
  const bound = (upTo: number): number =>
    Math.floor((total * shares.slice(0, upTo).reduce((sum, share) => sum + share, 0)) / 100);
  return shares.map((_, i) => ({
    start: bound(i),
    end: i === shares.length - 1 ? total : bound(i + 1) - gap,
  }));
}

/** Starts of the windows of `span` steps that fit into a block, `stride` apart; none if it is too short. */
export function windowStarts({ start, end }: Block, span: number, stride: number): readonly number[] {
  const count = Math.max(0, Math.floor((end - start - span) / stride) + 1);
  return Array.from({ length: count }, (_, i) => start + i * stride);
}
