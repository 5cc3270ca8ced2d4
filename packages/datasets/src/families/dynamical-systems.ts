/**
 * Four kinds of systems that turn a signal u_0 … u_{T−1} into a signal y of that length. All start at rest: u and y are 0
 * before the first step, so y_t is a function of u_0 … u_t.
 */
import { cosPi } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';

/** Answers a signal by one of the same length. */
export type System = (u: Float64Array) => Float64Array;

/** The kinds, in the order in which tasks cycle through them. */
export const SYSTEM_KINDS = ['sine', 'ar', 'fir', 'product'] as const;
/** Longest delay of the product. */
export const LONGEST_DELAY = 7;
const TAPS = 5;

/**
 * An oscillator whose frequency the input drives: y_t = cos π θ_t, θ_t = θ_{t−1} + frequency (1 + u_t / 2),
 * θ_{−1} = `phase`. `frequency` in half turns a step, `phase` in half turns.
 */
export function drivenSine(frequency: number, phase: number): System {
  return (u) => {
    let angle = phase;
    return u.map((value) => cosPi((angle += frequency * (1 + value / 2))));
  };
}

/** y_t = a1 y_{t−1} + a2 y_{t−2} + u_t. Stable if |a2| < 1 and |a1| < 1 − a2. */
export function autoregression(a1: number, a2: number): System {
  return (u) => {
    let [last, lastButOne] = [0, 0];
    return u.map((value) => {
      const next = a1 * last + a2 * lastButOne + value;
      [last, lastButOne] = [next, last];
      return next;
    });
  };
}

/** y_t = Σ_k taps_k u_{t−k}. */
export function finiteResponse(taps: readonly number[]): System {
  return (u) => u.map((_, t) => taps.reduce((sum, tap, k) => sum + (t < k ? 0 : tap * u[t - k]!), 0));
}

/** y_t = u_{t−near} u_{t−far}, 0 ≤ near < far. */
export function delayedProduct(near: number, far: number): System {
  return (u) => u.map((_, t) => (t < far ? 0 : u[t - near]! * u[t - far]!));
}

/**
 * System `index` of the family of `rng`. Its kind is entry `index` mod 4 of `SYSTEM_KINDS`, its parameters are drawn
 * from a stream of its own:
 *
 * - sine: frequency ~ U(0.08, 0.4), that is 25 to 5 steps a turn, phase ~ U(0, 2);
 * - ar: poles r exp(± iπ θ), r ~ U(0.5, 0.9), θ ~ U(0.1, 0.9), so a1 = 2 r cos πθ and a2 = −r²;
 * - fir: 5 taps ~ N(0, 1), scaled to a sum of squares of 1;
 * - product: two different delays from 0 to 7. The 28 pairs are used in an order drawn once for the family, so
 *   no two of the first 112 tasks have the same.
 */
export function drawSystem(index: number, rng: Rng): System {
  const kind = SYSTEM_KINDS[index % SYSTEM_KINDS.length]!;
  const own = rng.fork(String(index)).fork('parameters');
  if (kind === 'sine') return drivenSine(0.08 + 0.32 * own.uniform(), 2 * own.uniform());
  if (kind === 'ar') {
    const radius = 0.5 + 0.4 * own.uniform();
    const angle = 0.1 + 0.8 * own.uniform();
    return autoregression(2 * radius * cosPi(angle), -radius * radius);
  }
  if (kind === 'fir') {
    const drawn = Array.from({ length: TAPS }, () => own.normal());
    const norm = Math.sqrt(drawn.reduce((sum, tap) => sum + tap * tap, 0));
    return finiteResponse(drawn.map((tap) => tap / norm));
  }
  const order = rng.fork('delays').permutation(DELAYS.length);
  const round = Math.floor(index / SYSTEM_KINDS.length);
  const [near, far] = DELAYS[order[round % DELAYS.length]!]!;
  return delayedProduct(near, far);
}

const DELAYS: readonly (readonly [number, number])[] = Array.from({ length: LONGEST_DELAY }, (_, k) =>
  Array.from({ length: k + 1 }, (__, near) => [near, k + 1] as const),
).flat();
