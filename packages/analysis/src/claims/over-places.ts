/** What a claim says about other places than those that were run. */
import type { Claim, PlacesVerdict, Verdict } from '@dsrnn/records';
import { crossedMean, rangeWithoutOne, type CrossedValue } from '../statistics/crossed-mean.ts';
import type { Range } from '../statistics/scale.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import type { ClaimPair } from './claim-pair.ts';

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
  const places = new Map<string, { first: string; second: string; differences: number[] }>();
  for (const { architecture, task, difference, treatment } of pairs) {
    if (difference === null) continue;
    const name = JSON.stringify([architecture, task]);
    const place = places.get(name);
    if (place !== undefined) place.differences.push(difference);
    else {
      const second = treatment.run?.stream ?? task;
      places.set(name, { first: architecture, second, differences: [difference] });
    }
  }
  return [...places.values()].map(({ first, second, differences }) => ({
    ...{ first, second },
    value: sortedMean(differences),
  }));
}

function copied(range: readonly [number, number] | null | undefined): [number, number] | null {
  return range ? [...range] : null;
}
