/** What the probe `interference` measured, by place of the grid and group of parameters, over seeds. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { orderLabels } from '../order.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import { runsAt } from './place.ts';
import { measureEstimate, missingProbe } from './summarise-measures.ts';
import type { ScoreSummary } from './summarise-scores.ts';

/** Groups of parameters in the order in which they are shown; others follow. */
export const GROUP_ORDER = ['wx', 'wh', 'bias', 'other', 'core', 'router', 'head'];

/** What is estimated of each group: the measures behind its name, in the order of columns. */
export const GROUP_MEASURES = ['abs-cosine', 'bound', 'overlap', 'kappa', 'conflict'] as const;

/** Estimates over seeds of `GROUP_MEASURES`, null where no seed has the measure. */
export interface InterferenceSummary {
  readonly summary: ScoreSummary;
  readonly group: string;
  readonly estimates: readonly (Estimate | null)[];
  /** Pairs that break theorem T1, and pairs of examples, summed over seeds. */
  readonly violations: number;
  readonly pairs: number;
}

/** Throws AnalysisError that says what the experiment lacks if `has` holds for no observation. */
export function requireInterference(
  what: string,
  observations: readonly Observation[],
  context: AnalysisContext,
  has: (run: Observation) => boolean,
): void {
  if (observations.some(has)) return;
  throw missingProbe(context, 'interference', what);
}

/**
 * One summary per place and group with measures, in the order of `summaries`, groups as in GROUP_ORDER.
 * All are means over seeds. Throws AnalysisError if no run was probed.
 */
export function interferenceSummaries(
  summaries: readonly ScoreSummary[],
  observations: readonly Observation[],
  context: AnalysisContext,
): InterferenceSummary[] {
  requireInterference('table interference', observations, context, (run) => groupsOf(run).length > 0);
  return summaries.flatMap((summary) => {
    const runs = runsAt(observations, summary);
    return orderLabels(GROUP_ORDER, runs.flatMap(groupsOf)).map((group): InterferenceSummary => {
      const probed = runs.filter((run) => groupsOf(run).includes(group));
      const estimate = (measure: string): Estimate | null =>
        measureEstimate({ place: summary, runs: probed }, `${PREFIX}${group}-${measure}`, context);
      const sum = (measure: string): number =>
        probed.reduce((total, { measures }) => total + (measures[`${PREFIX}${measure}`] ?? 0), 0);
      return {
        summary,
        group,
        estimates: GROUP_MEASURES.map(estimate),
        violations: sum(`${group}-violations`),
        pairs: sum('pairs'),
      };
    });
  });
}

const PREFIX = 'interference.';
const MARK = '-abs-cosine';

function groupsOf({ measures }: Observation): string[] {
  return Object.keys(measures)
    .filter((name) => name.startsWith(PREFIX) && name.endsWith(MARK))
    .map((name) => name.slice(PREFIX.length, -MARK.length));
}
