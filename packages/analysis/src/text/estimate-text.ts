/** An estimate as readers see it: a point, and an interval where there is one. */
import type { Estimate } from '../statistics/stratified-mean.ts';

/** The interval, or null where a task has one run only and nothing can be said about the spread. */
export function intervalOf({ low, high, singles }: Estimate): readonly [number, number] | null {
  return singles === 0 ? [low, high] : null;
}

/** `91.2 [90.8, 91.5]`; the point alone where there is no interval. */
export function estimateText(estimate: Estimate, show: (value: number) => string): string {
  const interval = intervalOf(estimate);
  return interval === null
    ? show(estimate.point)
    : `${show(estimate.point)} [${show(interval[0])}, ${show(interval[1])}]`;
}
