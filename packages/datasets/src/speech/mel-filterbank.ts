/**
 * Triangular filters that are equally wide on the mel scale, over the power spectrum.
 *
 *   mel(f) = 1127 ln(1 + f / 700)
 *
 * The centres of B bands lie at equal distances between the lowest and the highest frequency, and each triangle falls to
 * zero at the centres of its neighbours; its sides are straight lines over mel, not over f. Between the first
 * and the last centre the weights of all bands sum to 1. Scale and shape as in HTK (Young et al., The HTK Book 3.4, 5.4).
 */
import { ln } from '@dsrnn/portable';

/** Weights of the bins `first`, `first` + 1, … in one band. Bins beyond have weight 0. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
}

/** `rate` in samples a second, `lowest` and `highest` in Hz. */
export interface MelScale {
  readonly rate: number;
  readonly fftSize: number;
  readonly lowest: number;
  readonly highest: number;
}

/** A bin at the very foot of a triangle has a weight of about 1e-16 instead of 0. */
const ROUNDING = 1e-9;

/** Mel of a frequency in Hz. */
export function melOf(frequency: number): number {
  return 1127 * ln(1 + frequency / 700);
}

/**
 * The filters of `bands` bands over the bins 0 … fftSize / 2 of a spectrum. Throws RangeError if bands are so narrow that
 * one holds no bin.
 */
export function melFilterbank(
  bands: number,
  { rate, fftSize, lowest, highest }: MelScale,
): readonly MelFilter[] {
  const low = melOf(lowest);
  const spacing = (melOf(highest) - low) / (bands + 1);
  const bins = Array.from({ length: fftSize / 2 + 1 }, (_, k) => melOf((k * rate) / fftSize));
  return Array.from({ length: bands }, (_, band) => {
    const centre = low + (band + 1) * spacing;
    const weights = bins.map((mel) => {
      const weight = 1 - Math.abs(mel - centre) / spacing;
      return weight > ROUNDING ? weight : 0;
    });
    const first = weights.findIndex((weight) => weight > 0);
    if (first < 0) throw new RangeError(`bands: band ${band} of ${bands} holds no bin; use fewer`);
    const last = weights.findLastIndex((weight) => weight > 0);
    return { first, weights: Float64Array.from(weights.slice(first, last + 1)) };
  });
}
