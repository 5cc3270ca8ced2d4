import type { Pointer } from '../arena.ts';

/**
 * Layer normalisation over the features of rows [rows, n], weighted by a mask, see assembly/layer-norm.ts.
 *
 * `mask`: 0 for none; else [rows, n] with `maskStride` n, or one row for all with `maskStride` 0. Weights >= 0, not only
 * 0 and 1. epsilon > 0.
 */
export interface LayerNormFunctions {
  /**
   * mean and variance of x weighted by the mask; y = mask ((x - mean) inverse gain + bias), inverse = 1 / sqrt(variance
   * + epsilon). mean and inverse [rows] are kept for the backward pass. A row without weight gives y = 0. y may be x.
   */
  layerNorm(
    rows: number,
    n: number,
    x: Pointer,
    mask: Pointer,
    maskStride: number,
    gain: Pointer,
    bias: Pointer,
    epsilon: number,
    y: Pointer,
    mean: Pointer,
    inverse: Pointer,
  ): void;
  /**
   * dx (overwritten; may be dy), and what is added to dGain, dBias [n] and dMask (shape of the mask; 0 if not wanted).
   * dMask is the derivative by the mask as a real number: through mean, variance and the factor in front.
   */
  layerNormBackward(
    rows: number,
    n: number,
    x: Pointer,
    mask: Pointer,
    maskStride: number,
    gain: Pointer,
    bias: Pointer,
    epsilon: number,
    mean: Pointer,
    inverse: Pointer,
    dy: Pointer,
    dx: Pointer,
    dGain: Pointer,
    dBias: Pointer,
    dMask: Pointer,
  ): void;
}
