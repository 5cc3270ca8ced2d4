import type { Floats, None, Scratch, Spectrum } from '../arena/pointer.ts';

/**
 * Causal convolution over time, see assembly/s4d-convolution.ts. u, y and their gradients are [time, batch, channels].
 *
 *   y[t] = sum over s <= t of k[t - s] u[s] + d u[t]
 *
 * Works by Fourier transform, or by direct sums for short sequences: `F` is what `s4dTransformLength(length)` says, 0
 * for direct sums. A transform mixes: NaN or Infinity in a channel reaches all times of it in two neighbouring samples.
 */
export interface S4dConvolutionFunctions {
  /** F for sequences of a length: 0 up to 80, else the least 2^n or 3 2^n that is at least 2 length - 1 - length / 16. */
  s4dTransformLength(length: number): number;
  /** Floats of a spectrum block. */
  s4dSpectrumSize(length: number, channels: number, F: number): number;
  /**
   * Prepares the kernels k [channels, length] and d [channels] (or none) for any number of calls of the two functions
   * below. `scratch` as for `s4dConvolve`.
   */
  s4dSpectrum(
    length: number,
    channels: number,
    F: number,
    k: Floats,
    d: Floats | None,
    spectrum: Spectrum,
    scratch: Scratch,
  ): void;
  /** Floats of scratch of `s4dConvolve` and `s4dSpectrum`. */
  s4dConvolveScratch(length: number, F: number): number;
  /** y = k * u + d u. y may be u. */
  s4dConvolve(
    length: number,
    batch: number,
    channels: number,
    F: number,
    u: Floats,
    spectrum: Spectrum,
    y: Floats,
    scratch: Scratch,
  ): void;
  /** Floats of scratch of `s4dConvolveBackward`. */
  s4dConvolveBackwardScratch(length: number, F: number): number;
  /**
   * Gradients of u, of k [channels, length] (both overwritten) and of d [channels] (added to; none: not wanted). du may
   * be dy.
   */
  s4dConvolveBackward(
    length: number,
    batch: number,
    channels: number,
    F: number,
    u: Floats,
    dy: Floats,
    spectrum: Spectrum,
    du: Floats,
    dk: Floats,
    dD: Floats | None,
    scratch: Scratch,
  ): void;
}
