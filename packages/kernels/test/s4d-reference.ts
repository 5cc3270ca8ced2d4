/** State-space layers in plain float64, by the definitions, for comparison. Arrays as in the kernels. */
import { numbers, uniform } from './numbers.ts';

/** A complex number. */
export type Complex = readonly [re: number, im: number];

/** a b. */
export const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
/** a / b. */
export const over = (a: Complex, [c, d]: Complex): Complex => {
  const square = c * c + d * d;
  return times(a, [c / square, -d / square]);
};
/** a^l, in polar form. */
export const power = ([re, im]: Complex, l: number): Complex => {
  const size = Math.hypot(re, im) ** l;
  const angle = Math.atan2(im, re) * l;
  return l === 0 ? [1, 0] : [size * Math.cos(angle), size * Math.sin(angle)];
};

/** Parameters of a layer; complex ones in two arrays [H, M]. */
export interface Layer {
  readonly channels: number;
  readonly modes: number;
  readonly dt: ArrayLike<number>;
  readonly aRe: ArrayLike<number>;
  readonly aIm: ArrayLike<number>;
  readonly cRe: ArrayLike<number>;
  readonly cIm: ArrayLike<number>;
}

/** A layer as they are initialised: dt from 0.001 to 0.1, a = -1/2 + i pi n, disturbed a little. */
export function layer(seed: number, channels: number, modes: number): Layer {
  const draw = uniform(seed);
  const size = channels * modes;
  return {
    channels,
    modes,
    dt: Float32Array.from({ length: channels }, () => 0.001 * 100 ** draw()),
    aRe: Float32Array.from({ length: size }, () => -0.3 - 0.4 * draw()),
    aIm: Float32Array.from({ length: size }, (_, i) => Math.PI * ((i % modes) + 0.3 * draw())),
    cRe: numbers(seed + 1, size),
    cIm: numbers(seed + 2, size),
  };
}

/** abar and bbar of mode n of channel h. */
export function discretised({ modes, dt, aRe, aIm }: Layer, h: number, n: number): [Complex, Complex] {
  const a: Complex = [aRe[h * modes + n]!, aIm[h * modes + n]!];
  const step = dt[h]!;
  const size = Math.exp(step * a[0]);
  const abar: Complex = [size * Math.cos(step * a[1]), size * Math.sin(step * a[1])];
  return [abar, over([abar[0] - 1, abar[1]], a)];
}

/** The kernels [H, length]. */
export function kernelOf(one: Layer, length: number): Float64Array {
  const { channels, modes, cRe, cIm } = one;
  const k = new Float64Array(channels * length);
  for (let h = 0; h < channels; h++) {
    for (let n = 0; n < modes; n++) {
      const [abar, bbar] = discretised(one, h, n);
      const factor = times([cRe[h * modes + n]!, cIm[h * modes + n]!], bbar);
      for (let l = 0; l < length; l++) k[h * length + l]! += 2 * times(factor, power(abar, l))[0];
    }
  }
  return k;
}

/** y[t] = sum of k[t - s] u[s] + d u[t]; u and y [length, batch, channels]. */
export function convolve(
  [length, batch, channels]: readonly [number, number, number],
  u: ArrayLike<number>,
  k: ArrayLike<number>,
  d: ArrayLike<number>,
): Float64Array {
  const y = new Float64Array(length * batch * channels);
  const row = batch * channels;
  for (let i = 0; i < row; i++) {
    const h = i % channels;
    for (let t = 0; t < length; t++) {
      let sum = d[h]! * u[t * row + i]!;
      for (let s = 0; s <= t; s++) sum += k[h * length + t - s]! * u[s * row + i]!;
      y[t * row + i] = sum;
    }
  }
  return y;
}

/** Gradients of u, k and d of `convolve`. */
export function convolveBackward(
  [length, batch, channels]: readonly [number, number, number],
  u: ArrayLike<number>,
  k: ArrayLike<number>,
  d: ArrayLike<number>,
  dy: ArrayLike<number>,
): { du: Float64Array; dk: Float64Array; dD: Float64Array } {
  const row = batch * channels;
  const du = new Float64Array(length * row);
  const dk = new Float64Array(channels * length);
  const dD = new Float64Array(channels);
  for (let i = 0; i < row; i++) {
    const h = i % channels;
    for (let t = 0; t < length; t++) {
      const slope = dy[t * row + i]!;
      du[t * row + i]! += d[h]! * slope;
      dD[h]! += u[t * row + i]! * slope;
      for (let s = 0; s <= t; s++) {
        du[s * row + i]! += k[h * length + t - s]! * slope;
        dk[h * length + t - s]! += u[s * row + i]! * slope;
      }
    }
  }
  return { du, dk, dD };
}
