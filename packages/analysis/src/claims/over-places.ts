/** What a claim says about other places than those that were run. */
import type { Claim, PlacesVerdict, Verdict } from '@dsrnn/records';
import { crossedMean, rangeWithoutOne, type CrossedValue } from '../statistics/crossed-mean.ts';
import type { Range } from '../statistics/scale.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import { byPlace, type ClaimPair } from './claim-pair.ts';

/**
 * The verdict over places, decided against `margin` as the claim is, from the mean difference of every (architecture,
 * task). A stream is one task whatever the strategy, for its strategies see the same data. Pairs, one or more, all have
 * a difference.
 */
export function overPlaces(
  claim: Claim,
  pairs: readonly ClaimPair[],
  margin: number,
  range: Range,
): PlacesVerdict {
  const values = valuesOf(pairs);
  const { interval } = crossedMean(values, claim.confidence, range);
  const [withoutOneArchitecture, withoutOneTask] = (['first', 'second'] as const).map((factor) =>
    rangeWithoutOne(values, factor),
  );
  return {
    count: new Set(values.map(({ first, second }) => JSON.stringify([first, second]))).size,
    verdict: interval === null ? null : verdictOf(claim, interval, margin),
    interval: copied(interval),
    withoutOneArchitecture: copied(withoutOneArchitecture),
    withoutOneTask: copied(withoutOneTask),
  };
}

/** What an interval says about a claim. On the margin it says nothing. */
export function verdictOf({ kind }: Claim, [low, high]: readonly [number, number], margin: number): Verdict {
  const bar = kind === 'superior' ? margin : -margin;
  if (low > bar) return 'supported';
  return high < bar ? 'not supported' : 'inconclusive';
}

function valuesOf(pairs: readonly ClaimPair[]): CrossedValue[] {
  const known = pairs.filter(({ difference }) => difference !== null);
  return [...byPlace(known).values()].map((members) => {
    const { architecture, task, treatment } = members[0]!;
    return {
      first: architecture,
      second: treatment.run?.stream ?? task,
      value: sortedMean(members.map(({ difference }) => difference!)),
    };
  });
}

function copied(range: readonly [number, number] | null | undefined): [number, number] | null {
  return range ? [...range] : null;
}
