/** Pairs of a claim: its second stage. They share architecture, task and seed. */
import { groupBy } from '@dsrnn/portable';
import type { LeftOut } from '@dsrnn/records';
import { orderLabels } from '../order.ts';
import { pairedDifferences, type PairedDifference } from '../statistics/paired-differences.ts';
import type { ClaimReading, Sides } from './select-sides.ts';

/** One pair, its difference with the sign turned so that higher is better, and both runs. */
export type ClaimPair = PairedDifference<ClaimReading>;

/** Pairs that stay and what does not, with the reason. */
export interface Sifted {
  readonly kept: readonly ClaimPair[];
  readonly leftOut: readonly LeftOut[];
}

/** All pairs of the two sides; runs without a partner are left out. */
export function pairSides({ treatment, reference }: Sides): Sifted {
  const { pairs, unpairedTreatment, unpairedReference } = pairedDifferences(treatment, reference);
  const unpaired = unpairedTreatment + unpairedReference;
  return {
    kept: pairs,
    leftOut: unpaired === 0 ? [] : [{ reason: 'runs without a partner', count: unpaired, names: [] }],
  };
}

/** The (architecture, task) places of some pairs in words, each once, e.g. `s4d-64 on digits-rows-14`. */
export function placeNames(pairs: readonly ClaimPair[]): string[] {
  return orderLabels([], pairs.map(placeName));
}

/** Pairs by (architecture, task), in their order. */
export function byPlace(pairs: readonly ClaimPair[]): ReadonlyMap<string, readonly ClaimPair[]> {
  return groupBy(pairs, placeName);
}

/** The place of a pair in words. */
export function placeName({ architecture, task }: ClaimPair): string {
  return `${architecture} on ${task}`;
}

/**
 * Sifts pairs by `isKept`. What is not kept is left out for `reason`, which completes "left out: …" and is named by
 * its places.
 */
export function sift(
  pairs: readonly ClaimPair[],
  reason: string,
  isKept: (pair: ClaimPair) => boolean,
): Sifted {
  const out = pairs.filter((pair) => !isKept(pair));
  return {
    kept: pairs.filter(isKept),
    leftOut: out.length === 0 ? [] : [{ reason, count: out.length, names: placeNames(out) }],
  };
}
