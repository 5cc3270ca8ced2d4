/**
 * Guards of a claim: which pairs it must not be decided by. Each is a function and an entry of `guards`; they are asked in
 * this order, each about the pairs that the ones before it kept.
 */
import type { Claim } from '@dsrnn/records';
import { isEqualWork, unequalWorkNames, type WorkPair } from '../summary/equal-work.ts';
import { neitherLearned } from '../summary/learning.ts';
import type { ClaimContext } from './claim-context.ts';
import { byPlace, placeName, sift, type ClaimPair, type Sifted } from './claim-pair.ts';
import { sideText } from './side-text.ts';

/**
 * Splits pairs into those that may decide the claim and those that are left out, with a reason that completes the
 * sentence "left out: <reason>". Pure; keeps the order of the pairs. Where every pair is left out the claim is not
 * tested, for these reasons.
 */
export type Guard = (pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext) => Sifted;

/** Leaves out pairs of which a run completed without the measure of the claim: it was not asked for, or cannot be formed. */
const notMeasured: Guard = (pairs) =>
  sift(pairs, 'not measured', ({ outcome }) => outcome !== 'not measured');

/** Leaves out pairs whose reference diverged, whatever became of the treatment: it is no standard to compare with. */
const divergedReference: Guard = (pairs) =>
  sift(
    pairs,
    'the reference diverged',
    ({ outcome }) => outcome !== 'reference diverged' && outcome !== 'both diverged',
  );

/** Leaves out, by name, the pairs whose runs differ in measured MACs by more than a tenth, where the claim says `equal`. */
const unequalWork: Guard = (pairs, { equal, treatment, reference }) => {
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

/**
 * Leaves out the (architecture, task) places at which neither side ever passed guessing, see `learningOf` and
 * `bestScoreOf`: forgetting is of what was learned. Claims about failing, about cost, or with a number as reference are
 * decided whatever was learned.
 */
const unlearned: Guard = (pairs, claim, { floors }) => {
  if (!needsLearning(claim)) return { kept: pairs, leftOut: [] };
  const places = new Set(
    [...byPlace(pairs)].flatMap(([place, members]) => {
      const [ours, theirs] = (['treatment', 'reference'] as const).map((side) =>
        members.map((pair) => pair[side].run).filter((run) => run !== null),
      );
      return ours && theirs && neitherLearned(ours, theirs, floors) ? [place] : [];
    }),
  );
  return sift(pairs, 'neither has learned', (pair) => !places.has(placeName(pair)));
};

/** Whether the claim says something about what models have learned. */
export function needsLearning({ treatment, reference }: Claim): boolean {
  const { measure } = treatment;
  return !('value' in reference) && measure !== 'failure' && measure?.startsWith('cost.') !== true;
}

const guards: readonly Guard[] = [notMeasured, divergedReference, unequalWork, unlearned];

/** What all guards keep, and what each leaves out. */
export function guardPairs(pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext): Sifted {
  return guards.reduce<Sifted>(
    (sifted, guard) => {
      const { kept, leftOut } = guard(sifted.kept, claim, context);
      return { kept, leftOut: [...sifted.leftOut, ...leftOut] };
    },
    { kept: pairs, leftOut: [] },
  );
}
