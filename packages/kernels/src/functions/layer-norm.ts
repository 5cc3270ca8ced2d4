import type { Floats, None } from '../arena/pointer.ts';

/**
 * Layer normalisation over the features of rows [rows, n], weighted by a mask, see assembly/layer-norm.ts.
 *
 * `mask`: none, or [rows, n] with `maskStride` n, or one row for all with `maskStride` 0. Weights >= 0, not only
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
    x: Floats,
    mask: Floats | None,
    maskStride: number,
    gain: Floats,
    bias: Floats,
    epsilon: number,
    y: Floats,
    mean: Floats,
    inverse: Floats,
  ): void;
  /**
   * dx (overwritten; may be dy), and what is added to dGain, dBias [n] and dMask (shape of the mask; none: not wanted).
   * dMask is the derivative by the mask as a real number: through mean, variance and the factor in front.
   */
  layerNormBackward(
    rows: number,
    n: number,
    x: Floats,
    mask: Floats | None,
    maskStride: number,
    gain: Floats,
    bias: Floats,
    epsilon: number,
    mean: Floats,
    inverse: Floats,
    dy: Floats,
    dx: Floats,
    dGain: Floats,
    dBias: Floats,
    dMask: Floats | None,
  ): void;
}
