/**
 * Caps of a claim: reasons for which it is at most inconclusive, whatever its interval says. Each is a function and an
 * entry of `caps`.
 */
import { count } from '@dsrnn/portable';
import type { Claim } from '@dsrnn/records';
import { LEAST_PAIRS } from '../statistics/place-outcome.ts';
import { placeId } from '../summary/place.ts';
import type { RecipeChoice } from '../tuning/select-recipes.ts';
import type { ClaimContext } from './claim-context.ts';
import { placeNames, type ClaimPair } from './claim-pair.ts';
import type { ClaimReading } from './select-sides.ts';
import { sideText } from './side-text.ts';

/**
 * The reason for which the pairs, all of them kept by the guards, can neither support nor refute the claim; null
 * without one. A sentence without a full stop. Pure.
 */
export type Cap = (pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext) => string | null;

/** The reasons of all caps that hold. */
export function capReasons(pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext): string[] {
  return caps.flatMap((cap) => cap(pairs, claim, context) ?? []);
}

/** Holds for a claim that one place decides, by fewer pairs than three. Two or more places of two seeds decide it. */
const tooFewSeeds: Cap = (pairs) =>
  pairs.length < LEAST_PAIRS && placeNames(pairs).length === 1
    ? `${count(pairs.length, 'seed is', 'seeds are')} too few for an interval with the coverage that it names`
    : null;

/** More than this share of a side's choices on an edge, and the claim is at most inconclusive. */
const MOST_ON_EDGE = 1 / 4;

/**
 * Holds where over a quarter of the choices of a side lie on an edge: where the chosen learning rate is the highest or the
 * lowest of those tried, a better one may lie beyond, and the comparison would be one of rates, not of methods. A choice is that of one place (architecture,
 * method, sparsity, task), whatever the number of its seeds. See `dependsOnTuning` for the claims that it spares.
 */
const untunedSides: Cap = (pairs, claim, { choices }) => {
  if (!dependsOnTuning(claim)) return null;
  const byPlace = new Map(choices.map((choice) => [placeId(choice), choice]));
  const sides = (['treatment', 'reference'] as const).map((role) => {
    const own = choicesOf(
      pairs.map((pair) => pair[role]),
      byPlace,
    );
    return { name: sideText(claim[role]), ...countEdges(own) };
  });
  const untuned = sides.filter(({ onEdge, total }) => onEdge > MOST_ON_EDGE * total);
  if (untuned.length === 0) return null;
  if (untuned.length === sides.length && untuned.every(({ single, total }) => single === total)) {
    return 'not tuned: one learning rate';
  }
  return untuned
    .map(({ name, onEdge, single, total }) =>
      single === total
        ? `${name} is not tuned: one learning rate`
        : `${onEdge} of ${total} choices of ${name} lie on an edge of the learning rates tried`,
    )
    .join(', and ');
};

/**
 * Whether the learning rate may turn the verdict: not that of costs, which do not depend on it, nor that of two measures
 * of the same runs, nor that of a side against a number.
 */
function dependsOnTuning({ treatment, reference }: Claim): boolean {
  if ('value' in reference) return false;
  if (treatment.measure?.startsWith('cost.') === true) return false;
  const { label, sparsity, strategy } = reference;
  return treatment.label !== label || treatment.sparsity !== sparsity || treatment.strategy !== strategy;
}

function choicesOf(
  readings: readonly ClaimReading[],
  choices: ReadonlyMap<string, RecipeChoice>,
): RecipeChoice[] {
  return [...new Set(readings.flatMap(({ run }) => (run === null ? [] : (choices.get(placeId(run)) ?? []))))];
}

function countEdges(choices: readonly RecipeChoice[]): { onEdge: number; single: number; total: number } {
  return {
    onEdge: choices.filter(({ edge }) => edge !== null).length,
    single: choices.filter(({ edge }) => edge === 'only').length,
    total: choices.length,
  };
}

/** In the order in which their reasons are given. */
const caps: readonly Cap[] = [tooFewSeeds, untunedSides];
