/** Theorem T2 on a sample of pairs: how far its bound lies above, and that nothing breaks it. */
import type { Rng } from '@dsrnn/portable';
import type { PairGeometry } from './pair-geometry.ts';
import { samplePairs } from './sample-pairs.ts';
import { stepBound, type StepSquares } from './step-bound.ts';

/** The gradients are kept in float32, and were summed from steps in float32. */
const SLACK = 1e-6;
/** Steps² × units of all pairs together: some seconds. Long sequences get fewer pairs. */
const WORK = 2e9;

/** How many of `wanted` pairs are looked at for sequences of so many steps: at least one. */
export function affordablePairs(wanted: number, time: number, units: number): number {
  return Math.min(wanted, Math.max(1, Math.floor(WORK / (time * time * units))));
}

/**
 * `step-bound`: mean of bound / (|G_a| |G_b|), may exceed 1; `step-violations`; `step-pairs`: how many pairs that is.
 * `pairs` are those of different classes in this group; empty if there are none.
 */
export function stepMeasures(
  pairs: readonly PairGeometry[],
  steps: readonly StepSquares[],
  wanted: number,
  rng: Rng,
): Record<string, number> {
  const sample = samplePairs(pairs, wanted, rng);
  if (sample.length === 0) return {};
  let sum = 0;
  let violations = 0;
  for (const { a, b, cosine, lengths } of sample) {
    const ratio = stepBound(steps[a] as StepSquares, steps[b] as StepSquares) / lengths;
    sum += ratio;
    if (!(Math.abs(cosine) <= ratio + SLACK)) violations += 1;
  }
  return { 'step-bound': sum / sample.length, 'step-violations': violations, 'step-pairs': sample.length };
}
