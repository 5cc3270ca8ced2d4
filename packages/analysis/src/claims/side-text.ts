/** The sides of a claim in words. */
import type { ConstantSide, Side } from '@dsrnn/records';
import { percentText } from '../text/score-text.ts';

/** E.g. `ds at 90 %`, `masks.h-linear of ds at 90 % with replay`, or the number of a constant side. */
export function sideText(side: Side | ConstantSide): string {
  if ('value' in side) return String(side.value);
  const { label, sparsity, measure, strategy } = side;
  const method = sparsity === 0 ? label : `${label} at ${percentText(sparsity)}`;
  const run = strategy === undefined ? method : `${method} with ${strategy}`;
  return measure === undefined ? run : `${measure} of ${run}`;
}
