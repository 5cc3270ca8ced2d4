/**
 * How evenly a model uses its channels, from p_j, the mean activity of channel j.
 *
 *   entropy    mean_j h(p_j) / h(mean p)      h binary entropy: 1 if all channels are equally busy, 0 if each is always
 *                                             on or always off
 *   load-cv2   var(p) / mean(p)²              squared coefficient of variation of the load, 0 if even
 *   effective  exp(H(p / Σp)) / n             share of the channels that would carry the load if it were even
 */
import { exp, ln } from '@dsrnn/portable';

/** By the names of the measures. null: not defined, as nothing is ever active or everything always is. */
export interface Utilisation extends Readonly<Record<string, number | null>> {
  /** Share of the channels active less than 0.1 % of the time. */
  readonly dead: number;
  /** Share of the channels active more than 99.9 % of the time. */
  readonly 'always-on': number;
  readonly entropy: number | null;
  readonly 'load-cv2': number | null;
  readonly effective: number | null;
}

const DEAD_BELOW = 0.001;
const ON_ABOVE = 0.999;

/** Utilisation from the mean activity of each channel, in [0, 1]. */
export function utilisation(activity: Float64Array): Utilisation {
  const count = activity.length;
  let sum = 0;
  for (const p of activity) sum += p;
  const density = sum / count;
  let dead = 0;
  let alwaysOn = 0;
  let entropies = 0;
  let squares = 0;
  let loadEntropy = 0;
  for (const p of activity) {
    if (p < DEAD_BELOW) dead += 1;
    if (p > ON_ABOVE) alwaysOn += 1;
    entropies += binaryEntropy(p);
    squares += (p - density) * (p - density);
    loadEntropy += surprise(p / sum);
  }
  const ofDensity = binaryEntropy(density);
  return {
    dead: dead / count,
    'always-on': alwaysOn / count,
    entropy: ofDensity === 0 ? null : entropies / count / ofDensity,
    'load-cv2': sum === 0 ? null : squares / count / (density * density),
    effective: sum === 0 ? null : exp(loadEntropy) / count,
  };
}

/** −p ln p − (1 − p) ln(1 − p), in nats. */
export function binaryEntropy(p: number): number {
  return surprise(p) + surprise(1 - p);
}

/** −p ln p, the share of an event in an entropy; 0 at 0. */
export function surprise(p: number): number {
  return p > 0 ? -p * ln(p) : 0;
}
