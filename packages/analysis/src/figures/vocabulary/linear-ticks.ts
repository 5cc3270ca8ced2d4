/** Ticks of linear axes that go on beyond the values that there can be. */
import { sixDigits } from './numbers.ts';

const STEPS = [1, 2, 5, 10];

/** Multiples of 1, 2 or 5 times a power of ten within [low, high], about `count` of them over that span. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const ideal = (high - low) / count;
  let decade = 1;
  while (decade > ideal) decade /= 10;
  while (decade * 10 <= ideal) decade *= 10;
  const step = decade * STEPS.find((one) => one * decade >= ideal)!;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => sixDigits((first + i) * step));
}
