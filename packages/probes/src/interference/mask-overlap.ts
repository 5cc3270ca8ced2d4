/**
 * How much two examples use the same units, and whether that goes with the angle of their gradients.
 *
 *   f_e = share of steps at which a unit is active     J = Σ min(f_a, f_b) / Σ max(f_a, f_b)     (soft Jaccard)
 *   overlap = (J − J₀) / (1 − J₀)
 *
 * J₀ is J at chance, were the units of one example relabelled at random: with E = Σ_i Σ_j min(f_a,i, f_b,j) / n in place
 * of Σ min, and Σ f_a + Σ f_b − E in place of Σ max. So 0 is what two masks of these densities share by chance.
 */
import { chanceCorrected, softJaccard } from '../masks/soft-jaccard.ts';

/** One example's use of the units. */
export interface UnitUse {
  readonly frequency: Float64Array;
  /** The same, ascending. */
  readonly sorted: Float64Array;
  /** Sums of the lowest 0, 1, … n of them. */
  readonly sums: Float64Array;
}

/** Use of `units` units under masks `[time, units]`. */
export function unitUse(mask: Uint8Array, units: number): UnitUse {
  const time = mask.length / units;
  const frequency = new Float64Array(units);
  mask.forEach((active, i) => (frequency[i % units]! += active));
  for (let j = 0; j < units; j++) frequency[j]! /= time;
  const sorted = frequency.slice().sort();
  const sums = new Float64Array(units + 1);
  for (let j = 0; j < units; j++) sums[j + 1] = sums[j]! + sorted[j]!;
  return { frequency, sorted, sums };
}

/** Chance-corrected soft Jaccard of two examples: 1 for equal use, 0 at chance; null where chance already gives 1. */
export function useOverlap(a: UnitUse, b: UnitUse): number | null {
  return chanceCorrected(softJaccard(a.frequency, b.frequency), chanceOverlap(a, b));
}

/** J₀, by one walk through both sorted lists. */
function chanceOverlap(a: UnitUse, b: UnitUse): number {
  const n = a.frequency.length;
  let least = 0;
  let below = 0;
  for (let i = 0; i < n; i++) {
    const value = a.sorted[i]!;
    while (below < n && b.sorted[below]! <= value) below += 1;
    least += b.sums[below]! + value * (n - below);
  }
  least /= n;
  const most = a.sums[n]! + b.sums[n]! - least;
  return most === 0 ? 1 : least / most;
}

/** Pearson's correlation, or null where one of the two does not vary. */
export function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  const n = xs.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [xs[i]! - meanX, ys[i]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // What rounding leaves of equal numbers is no variation.
  const varies = (sum: number, at: number): boolean => sum > n * (1e-12 * at) * (1e-12 * at);
  if (!varies(xx, meanX) || !varies(yy, meanY)) return null;
  return xy / (Math.sqrt(xx) * Math.sqrt(yy));
}
