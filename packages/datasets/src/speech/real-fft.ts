/**
 * Discrete Fourier transform of N real numbers, N a power of two.
 *
 *   X_k = Σ_n x_n e^(−2πi k n / N),   k = 0 … N/2
 *
 * The even and odd numbers are the real and imaginary parts of a complex transform of half the length (radix 2,
 * decimation in time); E_k and O_k, the transforms of the two, are taken apart by symmetry and X_k = E_k + e^(−2πi k/N) O_k.
 * Cooley and Tukey (1965). The factors come from cosPi, so the result has the same bits on every engine.
 */
import { cosPi } from '@dsrnn/portable';

/** Real and imaginary parts of X_0 … X_(N/2), `[N/2 + 1]` each. Overwritten by the next call. */
export interface HalfSpectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * A transform of `size` real numbers, a power of two from 4. Its tables and its result are made once and reused.
 * Throws RangeError for another size.
 */
export function createRealFft(size: number): (signal: Float64Array) => HalfSpectrum {
  if (!Number.isInteger(size) || size < 4 || (size & (size - 1)) !== 0) {
    throw new RangeError(`size: expected a power of two from 4, got ${size}`);
  }
  const half = size / 2;
  const cosines = Float64Array.from({ length: half }, (_, k) => cosPi((2 * k) / size));
  const sines = Float64Array.from({ length: half }, (_, k) => cosPi((2 * k) / size - 0.5));
  const reversed = bitReversal(half);
  const re = new Float64Array(half);
  const im = new Float64Array(half);
  const real = new Float64Array(half + 1);
  const imaginary = new Float64Array(half + 1);

  function transformHalf(): void {
    for (let width = 2; width <= half; width *= 2) {
      const stride = size / width; // in steps of the table, which is for the full size
      for (let start = 0; start < half; start += width) {
        for (let k = 0; k < width / 2; k++) {
          const c = cosines[k * stride]!;
          const s = sines[k * stride]!;
          const a = start + k;
          const b = a + width / 2;
          const oddRe = re[b]! * c + im[b]! * s;
          const oddIm = im[b]! * c - re[b]! * s;
          re[b] = re[a]! - oddRe;
          im[b] = im[a]! - oddIm;
          re[a]! += oddRe;
          im[a]! += oddIm;
        }
      }
    }
  }

  return (signal) => {
    for (let n = 0; n < half; n++) {
      const from = reversed[n]!;
      re[n] = signal[2 * from]!;
      im[n] = signal[2 * from + 1]!;
    }
    transformHalf();
    real[0] = re[0]! + im[0]!;
    real[half] = re[0]! - im[0]!;
    for (let k = 1; k < half; k++) {
      const mirror = half - k;
      const evenRe = (re[k]! + re[mirror]!) / 2;
      const evenIm = (im[k]! - im[mirror]!) / 2;
      const oddRe = (im[k]! + im[mirror]!) / 2;
      const oddIm = (re[mirror]! - re[k]!) / 2;
      real[k] = evenRe + oddRe * cosines[k]! + oddIm * sines[k]!;
      imaginary[k] = evenIm + oddIm * cosines[k]! - oddRe * sines[k]!;
    }
    return { real, imaginary };
  };
}

/** For each index the one with its binary digits in reverse. */
function bitReversal(size: number): Uint32Array {
  const reversed = new Uint32Array(size);
  for (let n = 1; n < size; n++) reversed[n] = (reversed[n >> 1]! >> 1) | (n & 1 ? size >> 1 : 0);
  return reversed;
}
