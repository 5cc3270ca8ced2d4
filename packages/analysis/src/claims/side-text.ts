/** The sides of a claim in words. */
import type { ConstantSide, Side } from '@dsrnn/records';
import type { Scale } from '../statistics/scale.ts';
import { constantText, percentText } from '../text/score-text.ts';

/** E.g. `ds at 90 %`, `masks.h-linear of ds at 90 % with replay`, or the number of a constant side, written on `scale`. */
export function sideText(side: Side | ConstantSide, scale?: Scale): string {
  if ('value' in side) return scale === undefined ? String(side.value) : constantText(side.value, scale);
  const { label, sparsity, measure, strategy } = side;
  const method = sparsity === 0 ? label : `${label} at ${percentText(sparsity)}`;
  const run = strategy === undefined ? method : `${method} with ${strategy}`;
  return measure === undefined ? run : `${measure} of ${run}`;
}
