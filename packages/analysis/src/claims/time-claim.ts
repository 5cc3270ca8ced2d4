/**
 * Claims about wall-clock times. A place is timed in rounds, whatever the number of seeds that were trained there: n counts
 * places, and the spread is that of the rounds.
 */
import type { Claim, Observation, Verdict } from '@dsrnn/records';
import { mean } from '../statistics/mean.ts';
import type { Scale } from '../statistics/scale.ts';
import { TIME_MEASURES, timeShares } from '../summary/time-shares.ts';
import { percentText, scoreText } from '../text/score-text.ts';
import { count } from '../text/time-text.ts';
import type { ClaimContext } from './claim-context.ts';
import { placeNames, type ClaimPair } from './claim-pair.ts';
import type { ClaimReading } from './select-sides.ts';
import { sideText } from './side-text.ts';

/** Without a measured spread, a difference below this share of the reference decides nothing. */
export const LEAST_DIFFERENCE = 0.05;

/** Whether a side of the claim is a time. */
export function isTimeMeasure(measure: string | undefined): boolean {
  return measure !== undefined && measure in TIME_MEASURES;
}

/** One reading for each round of each place among `runs`, numbered like seeds; without times one, not measured. */
export function timeReadings(
  runs: readonly Observation[],
  measure: string,
  metric: Scale,
  context: Pick<ClaimContext, 'times' | 'reference'>,
): ClaimReading[] {
  const places = new Map<string, Observation>();
  for (const run of runs) {
    const place = JSON.stringify([run.architecture, run.method, run.sparsity, run.task]);
    if (!places.has(place)) places.set(place, run);
  }
  return [...places.values()].flatMap((run) => {
    const { architecture, method, task } = run;
    const shares = timeShares(measure, run, context);
    const reading = (score: number | null, round: number): ClaimReading => ({
      ...{ architecture, method, task, seed: round + 1, metric, run, score, status: 'completed' },
    });
    return shares.length === 0 ? [reading(null, 0)] : shares.map(reading);
  });
}

/** What n is: `30 pairs`, or `6 places, 5 rounds each` of times. */
export function pairsText({ treatment }: Claim, pairs: readonly ClaimPair[]): string {
  if (!isTimeMeasure(treatment.measure)) return count(pairs.length, 'pair');
  const places = placeNames(pairs).length;
  const rounds = [...new Set(roundCounts(pairs))].sort((a, b) => a - b);
  return `${count(places, 'place')}, ${rounds.join(' to ')} ${rounds.at(-1) === 1 ? 'round' : 'rounds'} each`;
}

/** The number of which n is: pairs, or places of times. */
export function decidingCount({ treatment }: Claim, pairs: readonly ClaimPair[]): number {
  return isTimeMeasure(treatment.measure) ? placeNames(pairs).length : pairs.length;
}

/** Whether times of some place were measured once, or only their median was kept: there is no spread. */
export function lacksSpread({ treatment }: Claim, pairs: readonly ClaimPair[]): boolean {
  return isTimeMeasure(treatment.measure) && roundCounts(pairs).some((rounds) => rounds < 2);
}

/**
 * Verdict, sentence and difference of times without a spread: the mean over places decides if it is further from the bar
 * than `LEAST_DIFFERENCE` of the reference, and the sentence says that nothing is known of the spread.
 */
export function decideWithoutSpread(
  claim: Claim,
  pairs: readonly ClaimPair[],
  scale: Scale,
): { readonly verdict: Verdict; readonly reason: string; readonly difference: number } {
  const differences = pairs.map(({ difference }) => difference ?? NaN);
  const difference = mean(differences);
  const reference = Math.abs(mean(pairs.map(({ referenceScore }) => referenceScore ?? NaN)));
  const margin = claim.relative ? claim.margin * reference : claim.margin;
  const beyond = difference - (claim.kind === 'superior' ? margin : -margin);
  const decides = Math.abs(beyond) >= LEAST_DIFFERENCE * reference;
  const side = (value: number): string =>
    `${scoreText(Math.abs(value), scale)} ${value < 0 === (scale === 'measure, lower is better') ? 'above' : 'below'}`;
  const ends = [Math.min(...differences), Math.max(...differences)].map(side);
  return {
    verdict: decides ? (beyond > 0 ? 'supported' : 'not supported') : 'inconclusive',
    reason: `${sideText(claim.treatment)} is ${side(difference)} ${sideText(claim.reference)}, mean over n = ${count(pairs.length, 'place')} (${ends.join(' to ')}); no spread over rounds was measured, so less than ${percentText(LEAST_DIFFERENCE)} of the reference decides nothing`,
    difference,
  };
}

/** Rounds of each place, in the order of the pairs. */
function roundCounts(pairs: readonly ClaimPair[]): number[] {
  const counts = new Map<string, number>();
  for (const { architecture, task } of pairs) {
    const place = `${architecture} on ${task}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts.values()];
}
