/** Where the axis of performance profiles begins and ends. */
import type { NormalisedRun } from '../../summary/normalised-scores.ts';

/** The axis never ends beyond this: a few runs far better than the reference would press all others together. */
const HIGHEST = 2;
/** Share of the runs of a line that may lie beyond the right end: a tail that hardly falls is no picture. */
const BEYOND = 0.1;
/** Ends of the axis are multiples of 1/20. */
const ROUNDING = 20;

/**
 * From just below the least score, diverged runs aside, to where no line has more than a tenth of its runs left; 1 is on it.
 */
export function profileDomain(lines: readonly (readonly NormalisedRun[])[]): [number, number] {
  const completed = lines.flat().filter(({ diverged }) => !diverged);
  const least = Math.min(1, ...completed.map(({ value }) => value));
  const most = Math.min(HIGHEST, Math.max(1, ...lines.map(valueThatFewPass)));
  return [Math.max(0, Math.floor(least * ROUNDING - 0.5) / ROUNDING), Math.ceil(most * ROUNDING) / ROUNDING];
}

/** The least value that at most a tenth of these runs are above. */
function valueThatFewPass(runs: readonly NormalisedRun[]): number {
  const falling = runs.map(({ value }) => value).sort((a, b) => b - a);
  return falling[Math.floor(falling.length * BEYOND)] ?? 0;
}
