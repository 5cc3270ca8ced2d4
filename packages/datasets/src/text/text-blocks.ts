/**
 * Cutting one running text into training, validation and test segments that share no character.
 *
 * Of n characters, training has the first ⌊13 n / 20⌋ (65 %), the test the last ⌊n / 4⌋ (25 %), validation the
 * ⌊n / 10⌋ before the test. Neighbouring segments of one block are closer in topic and wording than those of different
 * blocks, so blocks, not a random draw, keep a repeated phrase from being seen in training and in the test.
 */
import type { Block } from '../blocks/time-blocks.ts';
import type { Splits } from '../splits.ts';

/** The three blocks of a text of `size` characters, from `start` to `end` − 1. None grows shorter for a longer text. */
export function textBlocks(size: number): Splits<Block> {
  const testStart = size - Math.floor(size / 4);
  return {
    train: { start: 0, end: Math.floor((13 * size) / 20) },
    validation: { start: testStart - Math.floor(size / 10), end: testStart },
    test: { start: testStart, end: size },
  };
}

/** How many segments of `length` characters a block holds that do not overlap. */
export function separateSegments({ start, end }: Block, length: number): number {
  return Math.floor((end - start) / length);
}

/** How many places a block has for the start of a segment of `length` characters, overlaps allowed. */
export function segmentPlaces({ start, end }: Block, length: number): number {
  return Math.max(0, end - start - length + 1);
}

/**
 * Starts of `count` segments of `length` characters, spread evenly over a block from its first place to its last,
 * ascending. They do not overlap if `count` is at most `separateSegments`, and are distinct if it is at most
 * `segmentPlaces`.
 */
export function segmentStarts(block: Block, length: number, count: number): readonly number[] {
  const span = block.end - block.start - length;
  return Array.from({ length: count }, (_, k) =>
    count === 1 ? block.start : block.start + Math.floor((k * span) / (count - 1)),
  );
}
