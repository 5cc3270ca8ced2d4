/** Mean over strata, and its interval over what is repeated within them. */
import { groupBy } from '@dsrnn/portable';
import { AnalysisError } from '../errors.ts';
import { compareText } from '../order.ts';
import { halfWidth, varianceOfMean, type VarianceComponent } from './mean-interval.ts';
import { sortedMean } from './sorted-mean.ts';

/** One value, the stratum that it repeats (a task), and a key that names it there (a seed). */
export interface Sample {
  readonly stratum: string;
  readonly key: string;
  readonly value: number;
}

/** The value of a run with this seed. */
export function sampleOf(stratum: string, seed: number, value: number): Sample {
  return { stratum, key: String(seed), value };
}

/**
 * A point estimate with its interval. `n` counts the values behind it, `singles` the strata with one value only: these
 * add nothing to the width, so where `singles` is not 0 the interval must not be shown or decided by.
 */
export interface Estimate {
  readonly point: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly singles: number;
}

/**
 * Mean of the means of the strata, each weighing the same whatever its number of values, with the interval of level
 * `confidence` for other values of the same strata: between strata nothing is exchanged. `range` cuts the interval off
 * where no mean can lie, e.g. at 0 and 1 for accuracies. The order of the samples does not matter. Throws AnalysisError
 * if there is no sample or a value is not finite.
 */
export function stratifiedMean(
  samples: readonly Sample[],
  confidence: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): Estimate {
  const bad = samples.find(({ value }) => !Number.isFinite(value));
  if (samples.length === 0 || bad !== undefined) {
    const got = bad === undefined ? 'none' : `${bad.value} at ${bad.stratum}/${bad.key}`;
    throw new AnalysisError(`mean over strata: expected one or more finite values, got ${got}`);
  }
  const strata = groupByStratum(samples);
  const means = strata.map(sortedMean);
  const point = sortedMean(means);
  const parts = strata.flatMap((values, i): VarianceComponent[] => {
    if (values.length === 1) return [];
    const { variance, freedom } = varianceOfMean(values, means[i]!);
    return [{ variance: variance / strata.length / strata.length, freedom }];
  });
  const half = parts.length === 0 ? 0 : halfWidth(parts, confidence);
  return {
    point,
    low: Math.min(point, Math.max(least, point - half)),
    high: Math.max(point, Math.min(most, point + half)),
    n: samples.length,
    singles: strata.length - parts.length,
  };
}

/** Values by stratum, both in an order that the input's order cannot change. */
function groupByStratum(samples: readonly Sample[]): number[][] {
  const sorted = [...samples].sort((a, b) => compareText(a.stratum, b.stratum) || a.value - b.value);
  return [...groupBy(sorted, ({ stratum }) => stratum).values()].map((members) =>
    members.map(({ value }) => value),
  );
}
