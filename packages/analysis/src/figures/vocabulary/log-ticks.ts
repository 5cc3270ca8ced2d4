/** Ticks of logarithmic axes. */
import { sixDigits } from './numbers.ts';

const FINE = [1, 1.5, 2, 3, 5, 7];
const COARSE = [1, 2, 5];
/** Ends of an axis that are further apart than this have coarse ticks. */
const WIDE = 50;

/** Round numbers within [low, high], both positive: multiples of powers of ten. */
export function logTicks(low: number, high: number): number[] {
  const steps = high / low > WIDE ? COARSE : FINE;
  const ticks: number[] = [];
  let decade = 1;
  while (decade > low) decade /= 10;
  while (decade * 10 <= low) decade *= 10;
  for (; decade <= high; decade *= 10) {
    ticks.push(
      ...steps.map((step) => sixDigits(step * decade)).filter((tick) => tick >= low && tick <= high),
    );
  }
  return ticks;
}
