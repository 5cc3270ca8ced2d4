/**
 * Claims about wall-clock times. A place is timed in rounds, whatever the number of seeds that were trained there: n counts
 * places, and the spread is that of the rounds.
 */
import { count, groupBy } from '@dsrnn/portable';
import type { Claim, Metric, Observation } from '@dsrnn/records';
import { mean } from '../statistics/mean.ts';
import type { Scale } from '../statistics/scale.ts';
import { placeId } from '../summary/place.ts';
import { roundSpread, TIME_MEASURES, timeShares } from '../summary/time-shares.ts';
import { percentText } from '../text/score-text.ts';
import type { ClaimContext } from './claim-context.ts';
import { byPlace, placeNames, type ClaimPair } from './claim-pair.ts';
import type { ExactDecision } from './seedless-claim.ts';
import type { ClaimReading } from './select-sides.ts';

/** Without an interval, a difference below this share of the reference decides nothing. */
export const LEAST_DIFFERENCE = 0.05;

/** Fewest rounds of a place that give an interval. */
const LEAST_ROUNDS = 3;

/** Whether a side of the claim is a time. */
export function isTimeMeasure(measure: string | undefined): boolean {
  return measure !== undefined && measure in TIME_MEASURES;
}

/** One reading for each round of each place among `runs`, numbered like seeds; without times one, not measured. */
export function timeReadings(
  runs: readonly Observation[],
  measure: string,
  scaleOf: (metric: Metric) => Scale,
  context: Pick<ClaimContext, 'times' | 'reference'>,
): ClaimReading[] {
  return [...groupBy(runs, placeId).values()].flatMap(([run]) => {
    if (run === undefined) return [];
    const { architecture, method, task } = run;
    const shares = timeShares(measure, run, context);
    const reading = (score: number | null, round: number): ClaimReading => ({
      ...{ architecture, method, task, seed: round + 1, run, score, status: 'completed' },
      metric: scaleOf(run.metric),
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

/**
 * The decision on times of too few rounds for an interval, null where there are enough. The mean over places decides if it is
 * further from the bar than `LEAST_DIFFERENCE` of the reference; the words say which rounds there were.
 */
export function decideWithoutSpread(
  claim: Claim,
  pairs: readonly ClaimPair[],
  { point, margin }: { readonly point: number; readonly margin: number },
  context: Pick<ClaimContext, 'times' | 'reference'>,
): ExactDecision | null {
  const { measure } = claim.treatment;
  const { times } = context;
  if (measure === undefined || !isTimeMeasure(measure) || times === null) return null;
  const kept = Math.min(...roundCounts(pairs));
  if (kept >= LEAST_ROUNDS) return null;
  const runs = pairs.flatMap(({ treatment, reference: { run } }) => [treatment.run, run]);
  const spread = Math.max(...runs.map((run) => (run === null ? 0 : roundSpread(measure, run, context))));
  const reference = Math.abs(mean(pairs.map(({ referenceScore }) => referenceScore ?? NaN)));
  const beyond = point - (claim.kind === 'superior' ? margin : -margin);
  const decides = Math.abs(beyond) >= LEAST_DIFFERENCE * reference;
  return {
    verdict: decides ? (beyond > 0 ? 'supported' : 'not supported') : 'inconclusive',
    how: `${roundsText(kept, times.rounds, spread)}, so less than ${percentText(LEAST_DIFFERENCE)} of the reference decides nothing`,
  };
}

/** Why the rounds give no interval. Files of old keep the median, the least and the most of them only. */
function roundsText(kept: number, measured: number, spread: number): string {
  if (measured >= LEAST_ROUNDS && kept < 2) {
    return `; of ${measured} rounds the median, the least and the most were kept, which give no interval over rounds`;
  }
  const rounds = Math.max(kept, measured);
  if (rounds === 1) return '; one round gives no interval over rounds (`dsrnn time` takes 5)';
  const apart = percentText(Number(spread.toPrecision(2)));
  return `; ${rounds} rounds, whose times differ by up to ${apart} of their median, are too few for an interval over rounds (\`dsrnn time\` takes 5)`;
}

/** Rounds of each place, in the order of the pairs. */
function roundCounts(pairs: readonly ClaimPair[]): number[] {
  return [...byPlace(pairs).values()].map(({ length }) => length);
}
