/**
 * Log-mel energies of one second of speech at 16 kHz.
 *
 *   P_k(t) = |Σ_n w_n x_(t·hop + n) e^(−2πi k n / 512)|²,   w_n = ½ − ½ cos(2π n / 400),   n = 0 … 399
 *   y_b(t) = ln max(Σ_k M_bk P_k(t), 10⁻⁶)
 *
 * Samples are divided by 32,768; windows of 25 ms (Hann); M are the mel filters from 20 to 8,000 Hz. No preemphasis, no
 * dither. A shorter clip is followed by zeros. A value is kept as the nearest multiple of 1/1024, which fits in 16 bits:
 * ln 10⁻⁶ is −13.8, and no 16-bit signal reaches 12.
 */
import { cosPi, ln } from '@dsrnn/portable';
import { melFilterbank } from './mel-filterbank.ts';
import { createRealFft } from './real-fft.ts';

/** Samples a second, samples of a clip, and samples of a window. */
export const SPEECH_RATE = 16_000;
export const CLIP_SAMPLES = 16_000;
const WINDOW = 400;

const FFT_SIZE = 512;
const LOWEST_HZ = 20;
const HIGHEST_HZ = SPEECH_RATE / 2;
const LEAST_POWER = 1e-6;

/** Kept numbers a unit of ln. */
export const LOG_MEL_SCALE = 1024;

/** `bands` features a step; `hopMs` between the starts of two windows, in ms. */
export interface LogMelForm {
  readonly bands: number;
  readonly hopMs: number;
}

/** Steps of a clip: windows that lie inside it. */
export function logMelSteps(hopMs: number): number {
  return Math.floor((CLIP_SAMPLES - WINDOW) / hopSamples(hopMs)) + 1;
}

/**
 * Makes the transform of a clip: at most one second of 16-bit samples to `[steps, bands]`, in units of 1/1024. Its
 * tables are made once. Samples after the first second are not looked at.
 */
export function createLogMel({ bands, hopMs }: LogMelForm): (samples: Int16Array) => Int16Array {
  const steps = logMelSteps(hopMs);
  const hop = hopSamples(hopMs);
  const window = Float64Array.from(
    { length: WINDOW },
    (_, n) => (0.5 - 0.5 * cosPi((2 * n) / WINDOW)) / 32_768,
  );
  const scale = { rate: SPEECH_RATE, fftSize: FFT_SIZE, lowest: LOWEST_HZ, highest: HIGHEST_HZ };
  const filters = melFilterbank(bands, scale);
  const transform = createRealFft(FFT_SIZE);
  const frame = new Float64Array(FFT_SIZE);
  const power = new Float64Array(FFT_SIZE / 2 + 1);

  return (samples) => {
    const features = new Int16Array(steps * bands);
    for (let t = 0; t < steps; t++) {
      for (let n = 0; n < WINDOW; n++) frame[n] = window[n]! * (samples[t * hop + n] ?? 0);
      const { real, imaginary } = transform(frame);
      for (let k = 0; k < power.length; k++) power[k] = real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
      filters.forEach(({ first, weights }, band) => {
        let energy = 0;
        for (let k = 0; k < weights.length; k++) energy += weights[k]! * power[first + k]!;
        features[t * bands + band] = Math.round(LOG_MEL_SCALE * ln(Math.max(energy, LEAST_POWER)));
      });
    }
    return features;
  };
}

function hopSamples(hopMs: number): number {
  return (hopMs * SPEECH_RATE) / 1000;
}
