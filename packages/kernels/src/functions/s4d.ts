import type { Counts, Floats, Indices, None, Scratch } from '../arena/pointer.ts';

/**
 * Diagonal state-space layers, see assembly/s4d.ts and the files it names. H channels with M complex modes each; a complex parameter is two
 * blocks [H, M], real and imaginary parts. a has a negative real part, given as it is.
 *
 *   abar = exp(dt a)    bbar = (abar - 1) / a    k[l] = 2 Re sum_n c_n bbar_n abar_n^l
 */
export interface S4dFunctions {
  /**
   * Zero-order hold: abar and bbar from dt [H] and a. Computed in float64 and rounded once, so that abar is within
   * 1e-7 of exp(dt a) for angles up to 1e5 rad. a = 0 is fine: bbar = dt.
   */
  s4dDiscretise(
    channels: number,
    modes: number,
    dt: Floats,
    aRe: Floats,
    aIm: Floats,
    abarRe: Floats,
    abarIm: Floats,
    bbarRe: Floats,
    bbarIm: Floats,
  ): void;
  /** Floats of scratch of `s4dKernel`. */
  s4dKernelScratch(modes: number): number;
  /**
   * Kernels k [H, length]. The error of one mode's part of k[l] is below 1e-6 of its size |2 c bbar abar^l| at any
   * l: powers come from a float64 recurrence. Powers below 1e-30 count as 0.
   */
  s4dKernel(
    channels: number,
    modes: number,
    length: number,
    abarRe: Floats,
    abarIm: Floats,
    bbarRe: Floats,
    bbarIm: Floats,
    cRe: Floats,
    cIm: Floats,
    k: Floats,
    scratch: Scratch,
  ): void;
  /** Floats of scratch of `s4dKernelBackward`. */
  s4dKernelBackwardScratch(modes: number): number;
  /**
   * From dk [H, length] the gradients of a, c (real and imaginary parts as independent numbers) and dt [H], through
   * abar and bbar. Adds to all five.
   */
  s4dKernelBackward(
    channels: number,
    modes: number,
    length: number,
    dt: Floats,
    aRe: Floats,
    aIm: Floats,
    abarRe: Floats,
    abarIm: Floats,
    cRe: Floats,
    cIm: Floats,
    dk: Floats,
    dARe: Floats,
    dAIm: Floats,
    dCRe: Floats,
    dCIm: Floats,
    dDt: Floats,
    scratch: Scratch,
  ): void;
  /**
   * One recurrent step: state = abar state + bbar u, y = 2 Re sum c state + d u. u and y [batch, H], state [batch, H,
   * M] in place, d [H] or none. Every channel's state decays; a channel with u = 0 gets no input. With
   * `rowList` (ascending channels a sample, `rowCounts[b]` of them, `rowStride` apart; none: all channels) y is written
   * for listed channels only and left alone elsewhere. States below 1e-30 become 0.
   */
  s4dStep(
    batch: number,
    channels: number,
    modes: number,
    abarRe: Floats,
    abarIm: Floats,
    bbarRe: Floats,
    bbarIm: Floats,
    cRe: Floats,
    cIm: Floats,
    d: Floats | None,
    u: Floats,
    stateRe: Floats,
    stateIm: Floats,
    y: Floats,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
  ): void;
  /** `length` steps over u and y [length, batch, H], all channels: the recurrent twin of `s4dConvolve`. */
  s4dScan(
    length: number,
    batch: number,
    channels: number,
    modes: number,
    abarRe: Floats,
    abarIm: Floats,
    bbarRe: Floats,
    bbarIm: Floats,
    cRe: Floats,
    cIm: Floats,
    d: Floats | None,
    u: Floats,
    stateRe: Floats,
    stateIm: Floats,
    y: Floats,
  ): void;
}
