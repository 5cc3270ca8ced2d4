/**
 * Claims that count places (architecture, task): each is decided by itself, as the ranking decides wins and losses.
 *
 *   a place holds if the interval of its paired differences lies above the bar (margin, or −margin of `non-inferior`),
 *   fails if it lies below, and is undecided else, and with fewer than three pairs, or than the claim asks for
 *   least:  supported if holds ≥ least,          not supported if holds + undecided < least
 *   lead:   supported if holds − fails ≥ lead,   not supported if holds + undecided − fails < lead
 *
 * So it is not supported only where no outcome of the undecided places could support it. The intervals are not corrected
 * for their number.
 */
import type { Claim, ClaimVerdict, Tally, Verdict } from '@dsrnn/records';
import { count } from '@dsrnn/portable';
import { LEAST_PAIRS, placeOutcome, type PlaceOutcome } from '../statistics/place-outcome.ts';
import type { Scale } from '../statistics/scale.ts';
import { percentText } from '../text/score-text.ts';
import { byPlace, type ClaimPair } from './claim-pair.ts';
import type { ClaimContext } from './claim-context.ts';
import { differenceRange } from './difference-range.ts';
import { estimateDifference } from './estimate-difference.ts';
import { marginText } from './verdict-text.ts';

/** Places by name, by what they say. */
export type PlaceTally = NonNullable<ClaimVerdict['tally']>;

/**
 * The places of pairs that guards kept, each on its own scale. A relative margin is a share of the mean reference of each
 * place.
 */
export function tallyPlaces(claim: Claim, pairs: readonly ClaimPair[], context: ClaimContext): PlaceTally {
  const outcomes = [...byPlace(pairs)].map(
    ([place, members]) => [place, outcomeOf(claim, members, context)] as const,
  );
  const named = (outcome: PlaceOutcome): string[] =>
    outcomes.flatMap(([place, one]) => (one === outcome ? [place] : []));
  return { holds: named('above'), fails: named('below'), undecided: named('undecided') };
}

function outcomeOf(claim: Claim, pairs: readonly ClaimPair[], context: ClaimContext): PlaceOutcome {
  const range = differenceRange(claim, pairs, pairs[0]!.metric, context);
  const { margin, unbounded } = estimateDifference(claim, pairs, range);
  if (pairs.length < claim.minimumPairs) return 'undecided';
  // A treatment that diverged on a scale without a lowest value is worse than any margin.
  if (unbounded > 0) return 'below';
  return placeOutcome(pairs, claim.confidence, claim.kind === 'superior' ? margin : -margin);
}

/** What the places say of what is asked. */
export function verdictOfTally(
  { holds, fails, undecided }: PlaceTally,
  { among, least, lead }: Tally,
): Verdict {
  if (holds.length + fails.length + undecided.length < among) return 'inconclusive';
  const bars = [
    ...(least === undefined ? [] : [least]),
    ...(lead === undefined ? [] : [fails.length + lead]),
  ];
  if (bars.every((bar) => holds.length >= bar)) return 'supported';
  return bars.some((bar) => holds.length + undecided.length < bar) ? 'not supported' : 'inconclusive';
}

/**
 * E.g. `wins on 9 of 15 places, loses on 3 (…), ties on 3, wins − losses = 6; asked for …`: it names what fails. `scale`: of
 * all places; undefined where they have several, and the margin has no unit.
 */
export function tallyText(
  claim: Claim,
  { among, least, lead }: Tally,
  { holds, fails, undecided }: PlaceTally,
  scale: Scale | undefined,
): string {
  const { kind, margin, relative, confidence, minimumPairs } = claim;
  const wins = kind === 'superior' && margin === 0;
  const [won, lost, open] = wins ? ['wins', 'loses', 'ties'] : ['holds', 'fails', 'is undecided'];
  const all = count(holds.length + fails.length + undecided.length, 'place');
  const less = wins ? 'wins − losses' : 'holds − fails';
  const asked = [
    ...(least === undefined ? [] : [`${least} or more`]),
    ...(lead === undefined ? [] : [`${less} of ${lead} or more`]),
  ];
  const width = relative
    ? `the margin is ${percentText(margin)} of the reference`
    : scale === undefined
      ? 'the margin is 0'
      : marginText(margin, scale);
  return (
    `${won} on ${holds.length} of ${all}` +
    `, ${lost} on ${fails.length}${fails.length === 0 ? '' : ` (${fails.join(', ')})`}, ${open} on ${undecided.length}` +
    (lead === undefined ? '' : `, ${less} = ${holds.length - fails.length}`) +
    `; asked for ${asked.join(' and ')}, over ${among} places or more` +
    `; each by its ${percentText(confidence)} interval over ${Math.max(LEAST_PAIRS, minimumPairs)} pairs or more; ${width}`
  );
}
