/** Guard: a claim at equal work compares only runs whose measured work is equal. */
import type { Observation } from '@dsrnn/records';
import { orderLabels } from '../order.ts';
import type { ClaimPair } from './claim-pair.ts';
import type { Guard } from './guards.ts';
import { sideText } from './side-text.ts';

/** Largest ratio of the MACs of two runs that still count as equal. */
export const EQUAL_WORK_RATIO = 1.1;

/**
 * Leaves out the pairs whose runs differ in measured MACs by more than a tenth, where the claim says `equal`. They are
 * named with both shares of the dense core, e.g. `rigl-total at 90 % on s4d-64 (0.66–0.70 of dense against 0.15–0.19)`.
 */
export const unequalWork: Guard = (pairs, { equal, treatment, reference }) => {
  if (equal === undefined) return { kept: pairs, leftOut: [] };
  const shareOf = (run: Observation | null): number =>
    run === null ? NaN : run.macs[equal === 'core-macs' ? 'core' : 'total'] / run.macs.dense;
  const shares = (pair: ClaimPair): readonly [ours: number, theirs: number] => [
    shareOf(pair.treatment.run),
    shareOf(pair.reference.run),
  ];
  const isEqual = (pair: ClaimPair): boolean => {
    const [ours, theirs] = shares(pair);
    return Math.max(ours, theirs) <= EQUAL_WORK_RATIO * Math.min(ours, theirs);
  };
  const out = pairs.filter((pair) => !isEqual(pair));
  if (out.length === 0) return { kept: pairs, leftOut: [] };
  const names = orderLabels(
    [],
    out.map(({ architecture }) => architecture),
  ).map((architecture) => {
    const here = out.filter((pair) => pair.architecture === architecture);
    const tasks = (of: readonly ClaimPair[]): string[] =>
      orderLabels(
        [],
        of.map(({ task }) => task),
      );
    const everywhere = pairs.filter((pair) => pair.architecture === architecture);
    const where = tasks(here).length === tasks(everywhere).length ? '' : ` on ${tasks(here).join(', ')}`;
    const [ours, theirs] = [0, 1].map((side) => rangeText(here.map((pair) => shares(pair)[side] ?? NaN)));
    return `${sideText(reference)} on ${architecture}${where} (${String(theirs)} of dense against ${String(ours)} of ${sideText(treatment)})`;
  });
  return {
    kept: pairs.filter(isEqual),
    leftOut: [{ reason: 'unequal work', count: out.length, names }],
  };
};

function rangeText(values: readonly number[]): string {
  const ends = [Math.min(...values), Math.max(...values)].map((value) => value.toPrecision(2));
  return [...new Set(ends)].join('–');
}
