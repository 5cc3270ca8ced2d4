/** Which models are worth having: no other is at once faster and better. */

/** A model. `height` is its score turned so that higher is better. */
export interface TimedScore {
  readonly time: number;
  readonly height: number;
}

/**
 * The points that no other point dominates, by time, ascending. One dominates another if it is no slower and no worse,
 * and in one of the two better; of equal points all stay.
 */
export function paretoFront<Point extends TimedScore>(points: readonly Point[]): Point[] {
  const dominates = (a: TimedScore, b: TimedScore): boolean =>
    a.time <= b.time && a.height >= b.height && (a.time < b.time || a.height > b.height);
  return points
    .filter((point) => !points.some((other) => dominates(other, point)))
    .sort((a, b) => a.time - b.time);
}
