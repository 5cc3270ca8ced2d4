/**
 * Mean over places that cross two factors, e.g. architectures and tasks, with its interval for other levels of both.
 *
 *   V = s²(level means of the first factor) / A + s²(level means of the second) / B
 *
 * A factor of one level adds nothing: then nothing is known of its others. Places that share a level are alike, so
 * counting places as if they were independent is too narrow. The sum holds what is left to each place twice: it is
 * somewhat too wide where that is most of the variance. Coverage is simulated in docs/statistics.md.
 */
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
    const means = levelMeans(values, factor);
    return means.length < 2 ? [] : [varianceOfMean(means, sortedMean(means))];
  });
  if (parts.length === 0) return { point, interval: null };
  const half = halfWidth(parts, confidence);
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

function levelMeans(values: readonly CrossedValue[], factor: 'first' | 'second'): number[] {
  const levels = new Map<string, number[]>();
  for (const place of values) levels.set(place[factor], [...(levels.get(place[factor]) ?? []), place.value]);
  return [...levels].sort(([a], [b]) => compareText(a, b)).map(([, members]) => sortedMean(members));
}
