/** Guard: a claim at equal work compares only runs whose measured work is equal. */
import { isEqualWork, unequalWorkNames, type WorkPair } from '../summary/equal-work.ts';
import type { ClaimPair } from './claim-pair.ts';
import type { Guard } from './guards.ts';
import { sideText } from './side-text.ts';

/** Leaves out, by name, the pairs whose runs differ in measured MACs by more than a tenth, where the claim says `equal`. */
export const unequalWork: Guard = (pairs, { equal, treatment, reference }) => {
  if (equal === undefined) return { kept: pairs, leftOut: [] };
  const budget = equal === 'core-macs' ? 'core' : 'total';
  const kept = pairs.filter((pair) => isEqualWork(workOf(pair), budget));
  const out = pairs.filter((pair) => !kept.includes(pair));
  if (out.length === 0) return { kept, leftOut: [] };
  const names = unequalWorkNames(out.map(workOf), pairs.map(workOf), budget, [
    sideText(treatment),
    sideText(reference),
  ]);
  return { kept, leftOut: [{ reason: 'unequal work', count: out.length, names }] };
};

function workOf({ architecture, task, treatment, reference }: ClaimPair): WorkPair {
  return { architecture, task, ours: treatment.run, theirs: reference.run };
}
