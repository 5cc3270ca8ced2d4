/** Ticks of axes: round numbers within their ends. */
import { sixDigits } from './numbers.ts';

const FINE = [1, 1.5, 2, 3, 5, 7];
const COARSE = [1, 2, 5];
/** Ends of a logarithmic axis that are further apart than this have coarse ticks. */
const WIDE = 50;

/** On a logarithmic axis within [low, high], both positive: multiples of powers of ten. */
export function logTicks(low: number, high: number): number[] {
  const steps = high / low > WIDE ? COARSE : FINE;
  const ticks: number[] = [];
  for (let decade = decadeBelow(low); decade <= high; decade *= 10) {
    ticks.push(
      ...steps.map((step) => sixDigits(step * decade)).filter((tick) => tick >= low && tick <= high),
    );
  }
  return ticks;
}

const STEPS = [1, 2, 5, 10];

/** On a linear axis within [low, high]: multiples of 1, 2 or 5 times a power of ten, about `count` of them. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const ideal = (high - low) / count;
  const decade = decadeBelow(ideal);
  const step = decade * STEPS.find((one) => one * decade >= ideal)!;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => sixDigits((first + i) * step));
}

/** The largest power of ten that a positive number reaches. */
function decadeBelow(value: number): number {
  let decade = 1;
  while (decade > value) decade /= 10;
  while (decade * 10 <= value) decade *= 10;
  return decade;
}
