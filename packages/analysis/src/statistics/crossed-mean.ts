/**
 * Mean over places that cross two factors, e.g. architectures and tasks, with its interval for other levels of both.
 *
 *   V = s²(level means of the first factor) / A + s²(level means of the second) / B − s²(interaction) / (A B)
 *
 * A factor of one level adds nothing: then nothing is known of its others. Places that share a level are alike, so
 * counting places as if they were independent is too narrow. Both means hold what is left to each place, the interaction:
 * it is taken off once, though V is never below the larger of the two; where some of the A B places are missing it stays,
 * and the interval is somewhat too wide. Coverage is simulated in docs/statistics.md.
 */
import { groupBy } from '@dsrnn/portable';
import { compareText, orderLabels } from '../order.ts';
import { halfWidth, varianceOfMean } from './mean-interval.ts';
import { sortedMean } from './sorted-mean.ts';

/** A value at one level of each factor. */
export interface CrossedValue {
  readonly first: string;
  readonly second: string;
  readonly value: number;
}

/**
 * Mean over all values, each weighing the same, with the interval of level `confidence`; the interval is null for one
 * level of each. `range` cuts it off where no mean can lie. The order of the values does not matter. Throws AnalysisError
 * without a value.
 */
export function crossedMean(
  values: readonly CrossedValue[],
  confidence: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): { readonly point: number; readonly interval: readonly [number, number] | null } {
  const point = sortedMean(values.map(({ value }) => value));
  const parts = (['first', 'second'] as const).flatMap((factor) => {
    const means = [...levelMeans(values, factor).values()];
    return means.length < 2 ? [] : [varianceOfMean(means, sortedMean(means))];
  });
  if (parts.length === 0) return { point, interval: null };
  const half = halfWidth(parts, confidence, interaction(values, point));
  return {
    point,
    interval: [Math.min(point, Math.max(least, point - half)), Math.max(point, Math.min(most, point + half))],
  };
}

/**
 * The least and the largest mean over the places that are left without one level of `factor`; null for one level.
 */
export function rangeWithoutOne(
  values: readonly CrossedValue[],
  factor: 'first' | 'second',
): readonly [number, number] | null {
  const levels = orderLabels(
    [],
    values.map((place) => place[factor]),
  );
  if (levels.length < 2) return null;
  const means = levels.map((level) =>
    sortedMean(values.filter((place) => place[factor] !== level).map(({ value }) => value)),
  );
  return [Math.min(...means), Math.max(...means)];
}

/** Variance of the mean by what is left to each place; 0 where levels are not fully crossed, or a factor has one. */
function interaction(values: readonly CrossedValue[], mean: number): number {
  const [first, second] = [levelMeans(values, 'first'), levelMeans(values, 'second')];
  const freedom = (first.size - 1) * (second.size - 1);
  const places = new Set(values.map((place) => JSON.stringify([place.first, place.second])));
  const crossed = places.size === values.length && places.size === first.size * second.size;
  if (freedom === 0 || !crossed) return 0;
  const squares = values.map(
    (place) => (place.value - first.get(place.first)! - second.get(place.second)! + mean) ** 2,
  );
  return sortedMean(squares) / freedom;
}

/** The mean at each level of a factor, in an order that the input's cannot change. */
function levelMeans(
  values: readonly CrossedValue[],
  factor: 'first' | 'second',
): ReadonlyMap<string, number> {
  const levels = [...groupBy(values, (place) => place[factor])].sort(([a], [b]) => compareText(a, b));
  return new Map(levels.map(([level, members]) => [level, sortedMean(members.map(({ value }) => value))]));
}
