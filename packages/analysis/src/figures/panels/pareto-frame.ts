/** How far a panel of scores against times reaches: room for the names on its front. */
import { exp, ln } from '@dsrnn/portable';
import { sixDigits } from '../vocabulary/numbers.ts';
import { flagHeights, flagWidth } from './flag-labels.ts';
import type { ParetoPoint } from './pareto-data.ts';

/** Room at the edges of the panel, in pixels. */
const EDGE = 14;

/** Ends of both axes. */
export interface Frame {
  readonly time: readonly [number, number];
  /** Least and largest score. */
  readonly score: readonly [number, number];
  /** Heights of the names of the front above the foot of the panel, in pixels. */
  readonly flags: readonly number[];
}

/** A model on the front; `height` is its score turned so that higher is better. */
export type FrontPoint = ParetoPoint & { readonly height: number };

/** Domains with room for the names of the front: at the left for the widest, at the top for the highest. */
export function frameOf(
  points: readonly ParetoPoint[],
  front: readonly FrontPoint[],
  sign: 1 | -1,
  [width, height]: readonly [number, number],
): Frame {
  const times = points.map(({ time }) => ln(time));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const span = last - first || 1;
  const left = EDGE + Math.max(...front.map(({ label }) => flagWidth(label)));
  const perLog = (width - left - EDGE) / span;
  const bounds = points.flatMap(({ low, high }) => [sign * low, sign * high]);
  const [foot, top] = [Math.min(...bounds), Math.max(...bounds)];
  const extent = top > foot ? top - foot : Math.abs(top) || 1;
  for (let room = EDGE; ; room += EDGE) {
    const perScore = Math.max(1, height - EDGE - room) / extent;
    const flags = flagHeights(
      front.map(({ time, height, label }) => ({
        x: left + (ln(time) - first) * perLog,
        y: EDGE + (height - foot) * perScore,
        text: label,
      })),
    );
    if (Math.max(...flags) + EDGE / 2 > height && room < height / 2) continue;
    const ends = [sign * (foot - EDGE / perScore), sign * (top + room / perScore)].map(sixDigits);
    return {
      time: [sixDigits(exp(first - left / perLog)), sixDigits(exp(last + EDGE / perLog))],
      score: [Math.min(...ends), Math.max(...ends)],
      flags,
    };
  }
}
