/**
 * Decides a claim from observations, by the interval of the paired differences.
 *
 *   d = treatment − reference, sign turned so that higher is better; [low, high] = interval of its mean over places
 *   non-inferior:  supported if low > −margin,  not supported if high < −margin,  else inconclusive
 *   superior:      supported if low >  margin,  not supported if high <  margin,  else inconclusive
 *
 * Stages: select the runs of both sides, pair them, leave out what guards refuse, estimate, decide, and let caps turn
 * the verdict into inconclusive. Strata are (architecture, task): seeds are exchanged within them. In an experiment
 * with strategies a task is a stream under one strategy, and sides compare within it; where the sides name
 * strategies, a task is the stream itself. The same is decided over places: would other architectures and tasks say so?
 * A claim with a `tally` counts the places on which it holds instead, see `tally-places.ts`.
 */
import { count } from '@dsrnn/portable';
import {
  spansMetrics,
  type Claim,
  type ClaimVerdict,
  type LeftOut,
  type Observation,
  type Tally,
} from '@dsrnn/records';
import { mean } from '../statistics/mean.ts';
import { scaleName, type Range, type Scale } from '../statistics/scale.ts';
import { capReasons } from './caps.ts';
import type { ClaimContext } from './claim-context.ts';
import { byPlace, pairSides, type ClaimPair } from './claim-pair.ts';
import { differenceRange } from './difference-range.ts';
import { estimateDifference, type DifferenceEstimate } from './estimate-difference.ts';
import { guardPairs } from './guards.ts';
import { notesOn } from './notes.ts';
import { overPlaces, verdictOf } from './over-places.ts';
import { leftOutText, remarksOn } from './remarks.ts';
import { decideWithoutSeeds } from './seedless-claim.ts';
import { missingSide, scalesOf, selectSides } from './select-sides.ts';
import { sideText } from './side-text.ts';
import { tallyPlaces, tallyText, verdictOfTally } from './tally-places.ts';
import { decideWithoutSpread, decidingCount, pairsText } from './time-claim.ts';
import { apartText, intervalText, marginText, placesText, rangeText } from './verdict-text.ts';

/** What the stages find: the verdict without what is copied from the claim. */
type Finding = Omit<ClaimVerdict, 'id' | 'statement' | 'paper' | 'confidence'>;

/**
 * Verdict on a claim. Observations may come in any order and may hold other methods, architectures and tasks as well.
 *
 * A measure of a side takes the place of the score; where the reference is a number, every run of the treatment is
 * paired with it. The sentence of a measure of which less is better gives difference and interval in its own sign.
 *
 * A treatment that diverged beside a completed reference counts against the claim: under accuracy and auc it scores
 * the lowest there is; mse and measures have no lowest, so then the claim is not supported whatever the other pairs
 * say. Not tested: a side has no runs, or guards leave out every pair. Inconclusive without numbers: the metrics
 * differ, there are fewer pairs than `minimumPairs`, or an (architecture, task) has one pair only. The margin of the
 * verdict is in units of the metric; a relative margin is resolved with the reference scores of the pairs, and stays
 * as declared where there is none.
 */
export function evaluateClaim(
  claim: Claim,
  observations: readonly Observation[],
  context: ClaimContext,
): ClaimVerdict {
  const { id, statement, paper, confidence } = claim;
  return { id, statement, paper, confidence, ...findingOn(claim, observations, context) };
}

function findingOn(claim: Claim, observations: readonly Observation[], context: ClaimContext): Finding {
  const sides = selectSides(claim, observations, context);
  const absent = missingSide(claim, sides);
  if (absent !== null) return { ...undecided(claim, absent), verdict: 'not tested' };
  const [scale, ...others] = scalesOf(sides);
  if (scale === undefined || (others.length > 0 && !spansMetrics(claim))) {
    const scales = scalesOf(sides).map(scaleName).join(' and ');
    return undecided(
      claim,
      `The runs are scored by ${scales}; one claim needs one metric, split it by task.`,
    );
  }
  const paired = pairSides(sides);
  const { kept, leftOut } = guardPairs(paired.kept, claim, context);
  const apart = [...paired.leftOut, ...leftOut];
  if (kept.length === 0 && apart.length > 0) {
    return {
      ...undecided(claim, `No pair is left: ${apart.map(leftOutText).join('; ')}.`, apart),
      verdict: 'not tested',
    };
  }
  const exact = claim.tally === undefined ? exactly(claim, kept, apart, scale, context) : null;
  if (exact !== null) return exact;
  if (kept.length < claim.minimumPairs) {
    const reason = `Only ${pairsText(claim, kept)} of ${sideText(claim.treatment)} and ${sideText(claim.reference, scale)}, the claim asks for ${claim.minimumPairs}${remarksOn(kept, apart)}.`;
    return { ...undecided(claim, reason, apart), pairs: decidingCount(claim, kept) };
  }
  const found =
    claim.tally === undefined
      ? decide(claim, kept, apart, scale, context)
      : countPlaces(claim, claim.tally, kept, apart, context);
  const decided = capped(found, capReasons(kept, claim, context));
  return { ...decided, reason: [decided.reason, ...notesOn(kept, claim, context)].join(' ') };
}

/** The estimate over all pairs, with where differences can lie. */
function pool(
  claim: Claim,
  pairs: readonly ClaimPair[],
  scale: Scale,
  context: ClaimContext,
): DifferenceEstimate & { readonly range: Range } {
  const range = differenceRange(claim, pairs, scale, context);
  return { range, ...estimateDifference(claim, pairs, range) };
}

/** Decided without an interval over seeds or rounds, where there is none to be had; null elsewhere. */
function exactly(
  claim: Claim,
  pairs: readonly ClaimPair[],
  leftOut: readonly LeftOut[],
  scale: Scale,
  context: ClaimContext,
): Finding | null {
  const { range, estimate, margin, unbounded } = pool(claim, pairs, scale, context);
  if (estimate === null || unbounded > 0) return null;
  const { point } = estimate;
  const decision =
    decideWithoutSpread(claim, pairs, { point, margin }, context) ?? decideWithoutSeeds(claim, pairs, margin);
  if (decision === null) return null;
  const means = [...byPlace(pairs).values()].map((members) =>
    mean(members.map(({ difference }) => difference ?? NaN)),
  );
  const ends = rangeText([Math.min(...means), Math.max(...means)], scale, ' to ');
  const places = overPlaces(claim, pairs, margin, range);
  const [over, elsewhere] =
    places.count === 1
      ? ['n = 1 place', '']
      : [`mean over n = ${count(places.count, 'place')} (${ends})`, `; ${placesText(places, scale)}`];
  return {
    ...undecided(
      claim,
      `${apartText(claim, point, scale)}, ${over}${decision.how}${elsewhere}; ${marginText(margin, scale)}${remarksOn(pairs, leftOut)}.`,
      leftOut,
    ),
    ...{ verdict: decision.verdict, pairs: places.count, difference: point, places, margin },
  };
}

function decide(
  claim: Claim,
  pairs: readonly ClaimPair[],
  leftOut: readonly LeftOut[],
  scale: Scale,
  context: ClaimContext,
): Finding {
  const { range, estimate, margin, unbounded } = pool(claim, pairs, scale, context);
  const remarks = remarksOn(pairs, leftOut);
  const head = { pairs: decidingCount(claim, pairs), leftOut: [...leftOut], caps: [], margin };
  if (unbounded > 0 || estimate === null) {
    return {
      ...head,
      verdict: 'not supported',
      reason: `${sideText(claim.treatment)} ${claim.treatment.measure === undefined ? 'diverged' : 'has no value'} in ${unbounded} of ${pairs.length} pairs in which ${sideText(claim.reference, scale)} completed; ${marginText(margin, scale)}${remarks}.`,
      difference: estimate?.point ?? null,
      interval: estimate === null ? null : [estimate.low, estimate.high],
      places: null,
    };
  }
  const { point, low, high, singles } = estimate;
  const places = overPlaces(claim, pairs, margin, range);
  if (singles > 0) {
    return {
      ...head,
      verdict: 'inconclusive',
      reason: `${singles} of the (architecture, task) groups have one pair only, which says nothing about the spread; run at least two seeds of each${remarks}.`,
      difference: point,
      interval: null,
      places,
    };
  }
  return {
    ...head,
    verdict: verdictOf(claim, [low, high], margin),
    reason: `${apartText(claim, point, scale)}, ${intervalText(claim, [low, high], scale)}, n = ${pairsText(claim, pairs)}; ${placesText(places, scale)}; ${marginText(margin, scale)}${remarks}.`,
    difference: point,
    interval: [low, high],
    places,
  };
}

/** Decided by the number of places; the mean over them stands beside that where they have one scale. */
function countPlaces(
  claim: Claim,
  asked: Tally,
  pairs: readonly ClaimPair[],
  leftOut: readonly LeftOut[],
  context: ClaimContext,
): Finding {
  const tally = tallyPlaces(claim, pairs, context);
  const [scale, ...others] = new Map(pairs.map(({ metric }) => [scaleName(metric), metric])).values();
  const pooled =
    scale === undefined || others.length > 0 ? null : { scale, ...pool(claim, pairs, scale, context) };
  const difference = pooled?.estimate?.point ?? null;
  const sides = `${sideText(claim.treatment)} against ${sideText(claim.reference, scale)}`;
  const over =
    pooled === null || difference === null ? '' : `; over all ${apartText(claim, difference, pooled.scale)}`;
  return {
    verdict: verdictOfTally(tally, asked),
    reason: `${sides} ${tallyText(claim, asked, tally, pooled?.scale)}${over}, n = ${pairsText(claim, pairs)}${remarksOn(pairs, leftOut)}.`,
    ...{ pairs: decidingCount(claim, pairs), leftOut: [...leftOut], caps: [] },
    ...{ difference, interval: null, places: null, tally, margin: pooled?.margin ?? claim.margin },
  };
}

/** A verdict that caps forbid is inconclusive, and its sentence says why. */
function capped(finding: Finding, reasons: readonly string[]): Finding {
  if (reasons.length === 0) return finding;
  return {
    ...finding,
    verdict: 'inconclusive',
    places: finding.places && {
      ...finding.places,
      verdict: finding.places.verdict === null ? null : 'inconclusive',
    },
    reason: `${finding.reason} At most inconclusive: ${reasons.join('; ')}.`,
    caps: [...reasons],
  };
}

function undecided({ margin }: Claim, reason: string, leftOut: readonly LeftOut[] = []): Finding {
  return {
    ...{ verdict: 'inconclusive', reason, pairs: 0, leftOut: [...leftOut], caps: [] },
    ...{ difference: null, interval: null, places: null, margin },
  };
}
