/**
 * Percentile bootstrap that resamples within strata (Efron, 1979; stratified over tasks as in Agarwal et al., 2021).
 *
 * Every resample draws, with replacement, as many values from each stratum as it has. The generator depends on the
 * name alone, so the same table drawn twice has the same bits.
 */
import { createRng } from '@dsrnn/portable';
import { AnalysisError } from '../errors.ts';
import { compareText } from '../order.ts';
import { interquartileMean } from './interquartile-mean.ts';
import { quantileOfSorted } from './quantile.ts';

/** One value, the stratum that it may be exchanged in (a task), and a key that fixes its place (a seed). */
export interface Sample {
  readonly stratum: string;
  readonly key: string;
  readonly value: number;
}

/**
 * A point estimate with its interval. `n` counts the values behind it, `singles` the strata with one value only:
 * these add nothing to the width, so where `singles` is not 0 the interval must not be shown or decided by.
 */
export interface Estimate {
  readonly point: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly singles: number;
}

/** Settings of the bootstrap. */
export interface BootstrapOptions {
  /** Level of the interval, in (0, 1). */
  readonly confidence: number;
  /** Number of resamples; 2000 unless told. */
  readonly resamples?: number;
  /** Statistic of the pooled values; the interquartile mean unless told. Must not keep or change its argument. */
  readonly statistic?: (values: readonly number[]) => number;
}

/**
 * Estimate of the statistic over all samples with its percentile interval.
 * `name` selects the random stream, e.g. `score/lstm/ds/0.9/digits`. Percentile intervals of very few values (below
 * about ten) are too narrow on average; that is why n stands beside every number. Throws AnalysisError if there is no sample or a value is not finite.
 */
export function stratifiedBootstrap(
  samples: readonly Sample[],
  name: string,
  { confidence, resamples = 2000, statistic = interquartileMean }: BootstrapOptions,
): Estimate {
  const bad = samples.find(({ value }) => !Number.isFinite(value));
  if (samples.length === 0 || bad !== undefined) {
    const got = bad === undefined ? 'none' : `${String(bad.value)} at ${bad.stratum}/${bad.key}`;
    throw new AnalysisError(`bootstrap ${name}: expected one or more finite values, got ${got}`);
  }
  const strata = groupByStratum(samples);
  const values = strata.flat();
  const rng = createRng(1).fork(name);
  const statistics = new Float64Array(resamples);
  const resample = new Array<number>(values.length).fill(0);
  for (let r = 0; r < resamples; r++) {
    let next = 0;
    for (const stratum of strata) {
      for (let i = 0; i < stratum.length; i++) resample[next++] = stratum[rng.integer(stratum.length)]!;
    }
    statistics[r] = statistic(resample);
  }
  statistics.sort();
  const tail = (1 - confidence) / 2;
  return {
    point: statistic(values),
    low: quantileOfSorted(statistics, tail),
    high: quantileOfSorted(statistics, 1 - tail),
    n: values.length,
    singles: strata.filter((stratum) => stratum.length === 1).length,
  };
}

/** Values by stratum, both in an order that the input's order cannot change. */
function groupByStratum(samples: readonly Sample[]): number[][] {
  const sorted = [...samples].sort(
    (a, b) => compareText(a.stratum, b.stratum) || compareText(a.key, b.key) || a.value - b.value,
  );
  const strata = new Map<string, number[]>();
  for (const { stratum, value } of sorted) {
    const members = strata.get(stratum);
    if (members) members.push(value);
    else strata.set(stratum, [value]);
  }
  return [...strata.values()];
}
