/**
 * Share of runs that pass, with its stratified percentile-bootstrap interval, computed without drawing: what a resample
 * of stratum s counts is binomial with n_s draws of probability k_s / n_s, and the strata add up.
 */

/** A stratum: how many of its runs there are, and how many pass. */
export interface CountedStratum {
  readonly runs: number;
  readonly passed: number;
}

/** The share with the interval that a bootstrap with endless resamples has. */
export interface ResampledShare {
  readonly point: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Share of all runs that pass, and the quantiles of its resampling distribution: the least shares that at least
 * (1 − confidence)/2 and (1 + confidence)/2 of the resamples do not exceed. `confidence` in (0, 1); at least one run.
 */
export function resampledShare(strata: readonly CountedStratum[], confidence: number): ResampledShare {
  const runs = strata.reduce((sum, stratum) => sum + stratum.runs, 0);
  const passed = strata.reduce((sum, stratum) => sum + stratum.passed, 0);
  let counts: readonly number[] = [1];
  for (const stratum of strata) {
    for (let draw = 0; draw < stratum.runs; draw++) counts = withDraw(counts, stratum.passed / stratum.runs);
  }
  const tail = (1 - confidence) / 2;
  return {
    point: passed / runs,
    low: quantile(counts, tail) / runs,
    high: quantile(counts, 1 - tail) / runs,
  };
}

/** Distribution of a count after one more draw that passes with probability p. */
function withDraw(counts: readonly number[], p: number): number[] {
  return Array.from(
    { length: counts.length + 1 },
    (_, k) => (counts[k] ?? 0) * (1 - p) + (counts[k - 1] ?? 0) * p,
  );
}

/** Probabilities are sums of rounded terms: what is short by this much counts as reached. */
const ROUNDING = 1e-12;

function quantile(counts: readonly number[], q: number): number {
  let below = 0;
  for (const [k, probability] of counts.entries()) {
    below += probability;
    if (below >= q - ROUNDING) return k;
  }
  return counts.length - 1;
}
