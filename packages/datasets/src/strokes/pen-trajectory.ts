/**
 * Pen strokes as one trajectory of fixed length: features (dx, dy, pen) a step.
 *
 *   dx, dy = this point − the point of the step before (before the first: `origin`);   pen = 1 at a stroke's start, else 0
 *
 * A step with pen 1 is thus the jump from the end of the last stroke, one with pen 0 is ink.
 */
import type { Point } from './stroke-characters.ts';

/** Features of a step: dx, dy, pen. */
export const PEN_FEATURES = 3;

/**
 * Which of a character's points a sequence of `length` steps keeps, as ascending indices into its concatenated
 * strokes. All of them if they are no more than `length`. Otherwise every stroke start, and of the other points as
 * many as there is room for, evenly along their order and always the last: kept point k of r among m others is number
 * ⌊(k + 1) m / r⌋ − 1. With more strokes than steps, `length` stroke starts by the same rule.
 * `strokeSizes` are the numbers of points of the strokes, each at least 1.
 */
export function keptPoints(strokeSizes: readonly number[], length: number): readonly number[] {
  const starts: number[] = [];
  const others: number[] = [];
  let index = 0;
  for (const size of strokeSizes) {
    starts.push(index);
    for (let k = 1; k < size; k++) others.push(index + k);
    index += size;
  }
  if (starts.length >= length) return evenly(starts, length);
  const kept = evenly(others, Math.min(length - starts.length, others.length));
  return [...starts, ...kept].sort((a, b) => a - b);
}

/**
 * Writes a trajectory of `length` steps, unscaled, to `inputs` at `offset`: `[length, 3]` numbers. A shorter one is padded
 * with zeros at the front, so that the last step is its true end. Returns the number of steps that are not padding.
 */
export function writeTrajectory(
  strokes: readonly (readonly Point[])[],
  length: number,
  origin: Point,
  inputs: Float32Array,
  offset: number,
): number {
  const points = strokes.flatMap((stroke) => stroke.map((point, k) => ({ point, pen: k === 0 ? 1 : 0 })));
  const kept = keptPoints(
    strokes.map((stroke) => stroke.length),
    length,
  );
  let at = offset + (length - kept.length) * PEN_FEATURES;
  let [x, y] = origin;
  for (const index of kept) {
    const { point, pen } = points[index]!;
    inputs[at++] = point[0] - x;
    inputs[at++] = point[1] - y;
    inputs[at++] = pen;
    [x, y] = point;
  }
  return kept.length;
}

function evenly(items: readonly number[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => items[Math.floor(((k + 1) * items.length) / count) - 1]!);
}
