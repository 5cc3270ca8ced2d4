/**
 * Whether two runs do equal work, and how pairs that do not are named. Claims at equal work and the ranking leave them out
 * by this one rule.
 */
import type { Observation } from '@dsrnn/records';
import type { MacBudget } from '../context.ts';
import { orderLabels } from '../order.ts';

/** Largest ratio of the MACs of two runs that still count as equal. */
export const EQUAL_WORK_RATIO = 1.1;

/** Two runs that share architecture, task and seed; null where a side is a number, which does no work. */
export interface WorkPair {
  readonly architecture: string;
  readonly task: string;
  readonly ours: Observation | null;
  readonly theirs: Observation | null;
}

/** Whether the measured MACs of both runs differ by a tenth at most. */
export function isEqualWork({ ours, theirs }: WorkPair, budget: MacBudget): boolean {
  const [mine, its] = [shareOf(ours, budget), shareOf(theirs, budget)];
  return Math.max(mine, its) <= EQUAL_WORK_RATIO * Math.min(mine, its);
}

/**
 * Names of the pairs `unequal` among `all` of a comparison, one for each architecture, with both shares of the dense core:
 * `rigl-total at 90 % on s4d-64 (0.66–0.70 of dense against 0.15–0.19 of ds at 90 %)`. Tasks are named where not all are
 * left out.
 */
export function unequalWorkNames(
  unequal: readonly WorkPair[],
  all: readonly WorkPair[],
  budget: MacBudget,
  [ours, theirs]: readonly [ours: string, theirs: string],
): string[] {
  const architectures = orderLabels(
    [],
    unequal.map(({ architecture }) => architecture),
  );
  return architectures.map((architecture) => {
    const here = unequal.filter((pair) => pair.architecture === architecture);
    const tasks = tasksOf(here);
    const everywhere = tasksOf(all.filter((pair) => pair.architecture === architecture));
    const where = tasks.length === everywhere.length ? '' : ` on ${tasks.join(', ')}`;
    const range = (side: 'ours' | 'theirs'): string =>
      rangeText(here.map((pair) => shareOf(pair[side], budget)));
    return `${theirs} on ${architecture}${where} (${range('theirs')} of dense against ${range('ours')} of ${ours})`;
  });
}

function shareOf(run: Observation | null, budget: MacBudget): number {
  return run === null ? NaN : run.macs[budget] / run.macs.dense;
}

function tasksOf(pairs: readonly WorkPair[]): string[] {
  return orderLabels(
    [],
    pairs.map(({ task }) => task),
  );
}

function rangeText(values: readonly number[]): string {
  const ends = [Math.min(...values), Math.max(...values)].map((value) => value.toPrecision(2));
  return [...new Set(ends)].join('–');
}
