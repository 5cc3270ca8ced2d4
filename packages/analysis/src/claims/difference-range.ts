/** Where the paired differences of a claim can lie. */
import type { Claim, ConstantSide, Side } from '@dsrnn/records';
import { measureIn } from '../measure-in.ts';
import { higherIsBetter, rangeBetween, rangeOf, type Range, type Scale } from '../statistics/scale.ts';
import type { ClaimContext } from './claim-context.ts';
import type { ClaimPair } from './claim-pair.ts';

/** From the least to the largest difference that the values of both sides allow, sign turned as in `pairs`. */
export function differenceRange(
  { treatment, reference }: Claim,
  pairs: readonly ClaimPair[],
  scale: Scale,
  context: ClaimContext,
): Range {
  const [ours, theirs] = [treatment, reference].map((side) => rangeOfSide(side, pairs, scale, context));
  const [least, most] = rangeBetween(ours!, theirs!);
  return higherIsBetter(scale) ? [least, most] : [0 - most, 0 - least];
}

/** Of measures in runs of several metrics, the widest. */
function rangeOfSide(
  side: Side | ConstantSide,
  pairs: readonly ClaimPair[],
  scale: Scale,
  context: ClaimContext,
): Range {
  if ('value' in side) return [side.value, side.value];
  const { measure } = side;
  if (measure === undefined) return rangeOf(scale);
  const metrics = new Set(pairs.flatMap(({ treatment: { run } }) => run?.metric ?? []));
  const ranges = [...metrics].map((metric) => measureIn(context, measure, metric));
  return [Math.min(...ranges.map(({ least }) => least)), Math.max(...ranges.map(({ most }) => most))];
}
