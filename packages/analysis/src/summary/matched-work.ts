/** Which pairs of a comparison of two methods are at the work on which these are matched. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext, MacBudget } from '../context.ts';
import { pairedDifferences } from '../statistics/paired-differences.ts';
import type { Side } from './compare-with-subject.ts';
import { isEqualWork, unequalWorkNames, type WorkPair } from './equal-work.ts';
import { groupOf } from './place.ts';

/** The runs of two methods without those whose work is unequal. */
export interface MatchedRuns {
  readonly ours: readonly Observation[];
  readonly theirs: readonly Observation[];
  /** (Architecture, task) groups that are gone: too few pairs of equal work are left there. Null where work is not matched. */
  readonly unequal: number | null;
  /** What is gone, in words. */
  readonly names: readonly string[];
}

/**
 * What two methods at one sparsity are matched on: the MACs of core and router if either is held to these, else those of
 * the core. Null at different sparsities, as beside the dense reference: such a comparison is not at equal work by intent.
 */
export function matchedOn(
  ours: Side,
  theirs: Side,
  { budgets }: Pick<AnalysisContext, 'budgets'>,
): MacBudget | null {
  if (ours.sparsity !== theirs.sparsity) return null;
  return [ours, theirs].some(({ method }) => budgets[method] === 'total') ? 'total' : 'core';
}

/**
 * Leaves out the pairs of unequal work, see `isEqualWork`; and all of a group that has such pairs and fewer than
 * `leastPairs` others.
 */
export function matchedRuns(
  ours: readonly Observation[],
  theirs: readonly Observation[],
  budget: MacBudget | null,
  leastPairs: number,
): MatchedRuns {
  if (budget === null) return { ours, theirs, unequal: null, names: [] };
  const pairs = pairedDifferences(ours, theirs).pairs.map(({ treatment, reference, ...pair }) => ({
    ...pair,
    ours: treatment,
    theirs: reference,
  }));
  const out = pairs.filter((pair) => !isEqualWork(pair, budget));
  const groups = new Set(
    out.map(groupOf).filter((group) => {
      const left = pairs.filter((pair) => groupOf(pair) === group && !out.includes(pair));
      return left.length < leastPairs;
    }),
  );
  const gone = new Set(out.flatMap((pair) => [pair.ours, pair.theirs]));
  const stays = (run: Observation): boolean => !groups.has(groupOf(run)) && !gone.has(run);
  return {
    ours: ours.filter(stays),
    theirs: theirs.filter(stays),
    unequal: groups.size,
    names: namesOf(out, pairs, budget),
  };
}

function namesOf(out: readonly WorkPair[], all: readonly WorkPair[], budget: MacBudget): string[] {
  const [first] = out;
  if (!first?.ours || !first.theirs) return [];
  return unequalWorkNames(out, all, budget, [first.ours.method, first.theirs.method]);
}
